/** The normal case (§4.2): pre-prepare, prepare, commit. What a node says is on its disk first. */
import type { NodeId } from '../../../src-shared/ids'
import { BatchCommitted, BatchPrepared, PrePrepared } from '../../../src-shared/protocols/pbft/facts'
import { primaryOf } from '../../../src-shared/protocols/pbft/views'
import { append, emit } from '../kit/core'
import { operationName } from '../kit/requests'
import type { Core } from './core'
import { isPrimary, judgeOf, refuse } from './core'
import { executeCommitted, executeTentatively } from './execution'
import type { Commit, PrePrepare, Prepare, SignedRequest, Voucher } from './messages'
import { phaseText, proposalFault, quorumOf, signProposal } from './signatures'
import { isInWindow, slotOf } from './slots'
import type { Slot, Vote } from './state'
import { tellOthers } from './telling'

/** The primary's own. */
export function propose(core: Core, n: number, requests: readonly SignedRequest[]): void {
  const proposal = signProposal(core.keys, core.state.view, n, requests)
  takeProposal(core, proposal)
  tellOthers(core, proposal, 'sync')
}

export function onPrePrepare(core: Core, from: NodeId, proposal: PrePrepare): void {
  const { state } = core
  const { view, n } = proposal
  if (!state.takes_part || state.phase !== 'settled' || view !== state.view || !isInWindow(state, n)) return
  const { pre_prepare: taken } = slotOf(state, n)
  if (taken !== null && taken.view === view) {
    if (taken.digest !== proposal.digest && proposalFault(judgeOf(core), proposal) === null)
      refuse(core, primaryOf(view, state.nodes), 'a second proposal', n, 'it has proposed another batch under this number')
    return
  }
  const fault = proposalFault(judgeOf(core), proposal)
  if (fault !== null) return refuse(core, from, 'a proposal', n, fault)
  takeProposal(core, proposal)
  sendPrepare(core, proposal)
}

/** The node will take no other under this number in this view. */
export function takeProposal(core: Core, proposal: PrePrepare): void {
  const { state } = core
  const { view, n, digest, requests } = proposal
  const slot = slotOf(state, n)
  Object.assign(slot, { pre_prepare: proposal, since_us: state.now_us })
  append(core, { kind: 'pre-prepared', pre_prepare: proposal })
  emit(core, PrePrepared.of(state.id, { view, n, digest, requests: requests.map(operationName) }))
  checkPrepared(core, slot)
}

export function sendPrepare(core: Core, { view, n, digest }: PrePrepare): void {
  const { state, keys } = core
  const vote = { view, digest, signature: keys.sign(phaseText('prepare', { view, n, digest })) }
  const slot = slotOf(state, n)
  slot.prepares.set(state.id, vote)
  tellOthers(core, { type: 'prepare', n, ...vote }, 'sync')
  checkPrepared(core, slot)
}

export function onVote(core: Core, from: NodeId, { type, view, n, digest, signature }: Prepare | Commit): void {
  const { state, keys } = core
  if (!isInWindow(state, n) || (type === 'prepare' && from === primaryOf(view, state.nodes))) return
  if (!keys.verify(from, phaseText(type, { view, n, digest }), signature))
    return refuse(core, from, `a ${type}`, n, 'the signature is not that of its sender')
  const slot = slotOf(state, n)
  const votes = type === 'prepare' ? slot.prepares : slot.commits
  const known = votes.get(from)
  if (known !== undefined && known.view >= view) {
    if (known.view === view && known.digest !== digest)
      refuse(core, from, `a second ${type}`, n, 'it has voted for another batch')
    return
  }
  votes.set(from, { view, digest, signature })
  if (type === 'prepare') checkPrepared(core, slot)
  else checkCommitted(core, slot)
}

/** With the primary's proposal a quorum stands for the batch: no other can be prepared in this view. */
function checkPrepared(core: Core, slot: Slot): void {
  const { state, keys } = core
  const { n, pre_prepare, prepares, prepared } = slot
  if (pre_prepare === null || pre_prepare.view !== state.view || prepared?.pre_prepare.view === pre_prepare.view) return
  const votes = votesFor(prepares, pre_prepare, state.switches['digests-ignored'])
  if (votes.length < quorumOf(state.nodes) - 1) return
  const { view, digest } = pre_prepare
  slot.prepared = { pre_prepare, prepares: votes }
  append(core, { kind: 'prepared', certificate: slot.prepared })
  const voters = [primaryOf(view, state.nodes), ...votes.map(({ node }) => node)]
  emit(core, BatchPrepared.of(state.id, { view, n, digest, voters }))
  const vote = { view, digest, signature: keys.sign(phaseText('commit', { view, n, digest })) }
  slot.commits.set(state.id, vote)
  tellOthers(core, { type: 'commit', n, ...vote }, 'sync')
  executeTentatively(core)
  checkCommitted(core, slot)
}

/** A quorum has it prepared: whatever view comes, some honest node of it says so. */
function checkCommitted(core: Core, slot: Slot): void {
  const { state } = core
  const { prepared, commits, committed } = slot
  if (prepared === null || committed !== null) return
  const { pre_prepare } = prepared
  const votes = votesFor(commits, pre_prepare)
  if (votes.length < quorumOf(state.nodes) - (state.switches['commit-one-short'] ? 1 : 0)) return
  commit(core, slot, pre_prepare, votes)
}

export function commit(core: Core, slot: Slot, pre_prepare: PrePrepare, commits: readonly Voucher[]): void {
  const { view, n, digest } = pre_prepare
  slot.committed = { type: 'decided', pre_prepare, commits }
  append(core, { kind: 'committed', decided: slot.committed })
  emit(core, BatchCommitted.of(core.state.id, { view, n, digest, voters: commits.map(({ node }) => node) }))
  executeCommitted(core)
}

function votesFor(votes: ReadonlyMap<NodeId, Vote>, { view, digest }: PrePrepare, of_any_digest = false): Voucher[] {
  return [...votes].flatMap(([node, vote]) =>
    vote.view === view && (of_any_digest || vote.digest === digest) ? { node, signature: vote.signature } : []
  )
}

/** What this node has said of a number in its view, to be said again to who lacks it. */
export function ownWords(core: Core, { n, pre_prepare, prepares, commits }: Slot): (PrePrepare | Prepare | Commit)[] {
  const { state } = core
  const own = <Type extends 'prepare' | 'commit'>(type: Type, votes: ReadonlyMap<NodeId, Vote>) => {
    const vote = votes.get(state.id)
    return vote === undefined || vote.view !== state.view ? [] : [{ type, n, ...vote }]
  }
  const proposal = isPrimary(state) && pre_prepare?.view === state.view ? [pre_prepare] : []
  return [...proposal, ...own('prepare', prepares), ...own('commit', commits)]
}
