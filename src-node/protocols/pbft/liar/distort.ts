/** What liars make of what they would say if they were honest. A liar's own state stays that of an honest node: it knows the truth. */
import { liarsBorne } from '../../../../src-shared/description/quorum'
import type { NodeId } from '../../../../src-shared/ids'
import { LieTold } from '../../../../src-shared/protocols/lying/facts'
import type { LieName } from '../../../../src-shared/protocols/pbft/lies'
import { emit } from '../../kit/core'
import { NEVER_WRITTEN } from '../../kit/lying/with-liars'
import type { Core } from '../core'
import type { PbftMessage, PrePrepare, SignedRequest } from '../messages'
import { ownViewChange } from '../own-view-change'
import { checkpointText, newViewText, phaseText, signProposal, viewChangeText } from '../signatures'

type Distortion = (core: Core, to: NodeId, message: PbftMessage) => readonly PbftMessage[]

/** What the node tells that one in place of the message. */
export function distorted(core: Core, to: NodeId, message: PbftMessage): readonly PbftMessage[] {
  const { lie } = core.state.liar
  return lie === null ? [message] : (DISTORTIONS[lie]?.(core, to, message) ?? [message])
}

const DISTORTIONS: Readonly<Partial<Record<LieName, Distortion>>> = {
  equivocate(core, to, message) {
    // What it votes for depends on whom it hears; see hear.ts.
    if (message.type === 'prepare' || message.type === 'commit') return []
    if (message.type !== 'pre-prepare' || !isToldOtherwise(core, to)) return [message]
    lied(core, to, message.n, `another batch as number ${message.n}`)
    return [proposalOf(core, message, message.requests.length > 1 ? [...message.requests].reverse() : [])]
  },
  'be-silent'(core, to, message) {
    if (!victimsOf(core).includes(to)) return [message]
    if (message.type !== 'status') lied(core, to, null, `no ${message.type}`)
    return []
  },
  'lie-in-view-changes'(core, to, message) {
    if (message.type === 'view-change') {
      const said = { view: message.view, node: message.node, stable: NOTHING_STABLE, prepared: [] }
      lied(core, to, null, `nothing was prepared before view ${message.view}`)
      return [{ type: 'view-change', ...said, signature: core.keys.sign(viewChangeText(said)) }]
    }
    if (message.type !== 'new-view' || message.proposals.every(({ requests }) => requests.length === 0)) return [message]
    lied(core, to, null, `no-ops in place of what was prepared before view ${message.view}`)
    const said = { ...message, proposals: message.proposals.map((one) => proposalOf(core, one, [])) }
    return [{ ...said, signature: core.keys.sign(newViewText(said)) }]
  },
  replay(core, to, message) {
    const { heard } = core.state.liar
    if (message.type !== 'status' || heard.length === 0) return [message]
    const old = heard[Math.floor(core.random() * heard.length)]!
    lied(core, to, null, `an old ${old.type} again`)
    return [message, old]
  },
  'alter-digests'(core, to, message) {
    const { keys } = core
    switch (message.type) {
      case 'pre-prepare':
      case 'prepare':
      case 'commit': {
        const said = { ...message, digest: keys.digest(message.digest) }
        lied(core, to, message.n, `another digest in its ${message.type}`)
        return [{ ...said, signature: keys.sign(phaseText(message.type, said)) }]
      }
      case 'checkpoint': {
        const said = { ...message, digest: keys.digest(message.digest) }
        lied(core, to, message.n, 'another digest of its state')
        return [{ ...said, signature: keys.sign(checkpointText(said)) }]
      }
      default:
        return [message]
    }
  },
  accuse(core, to, message) {
    const { state } = core
    if (message.type !== 'status') return [message]
    // The same to all.
    if (to === state.nodes.find((node) => node !== state.id)) state.liar.accused = Math.max(state.liar.accused, state.view) + 1
    lied(core, to, null, `it wants view ${state.liar.accused}`)
    return [message, ownViewChange(core, state.liar.accused)]
  },
  'give-false-states'(core, to, message) {
    if (message.type === 'decided') {
      lied(core, to, message.pre_prepare.n, `another batch as decided`)
      return [{ ...message, pre_prepare: proposalOf(core, message.pre_prepare, []) }]
    }
    if (message.type !== 'state') return [message]
    lied(core, to, message.stable.n, 'a state that nobody has had')
    return [{ ...message, rows: [...message.rows, ['key', 'k1', NEVER_WRITTEN]] }]
  }
}

const NOTHING_STABLE = { n: 0, digest: '', vouchers: [] }

export function lied(core: Core, to: NodeId | null, n: number | null, what: string): void {
  const { id, liar } = core.state
  emit(core, LieTold.of(id, { lie: liar.lie ?? '', to: to === id ? null : to, n, what }))
}

function proposalOf({ keys }: Core, { view, n }: PrePrepare, requests: readonly SignedRequest[]): PrePrepare {
  return signProposal(keys, view, n, requests)
}

/** Every second one of the others. */
function isToldOtherwise({ state: { id, nodes } }: Core, to: NodeId): boolean {
  return nodes.filter((node) => node !== id).indexOf(to) % 2 === 1
}

/** As many of those after it as may lie, one at least. */
function victimsOf({ state: { id, nodes } }: Core): readonly NodeId[] {
  const at = nodes.indexOf(id)
  return [...nodes.slice(at + 1), ...nodes.slice(0, at)].slice(0, Math.max(1, liarsBorne(nodes.length)))
}
