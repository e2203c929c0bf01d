/** Checkpoints and what they let go of (§4.3). */
import type { NodeId } from '../../../src-shared/ids'
import { CheckpointStable } from '../../../src-shared/protocols/pbft/facts'
import { emit } from '../kit/core'
import { machineToRows } from '../replicated-log/state-machine'
import type { Core } from './core'
import { refuse, saveStable } from './core'
import type { Checkpoint, StableProof } from './messages'
import { checkpointText, quorumOf, stateDigest } from './signatures'
import { windowOf } from './slots'
import { tellOthers } from './telling'

export function takeCheckpoint(core: Core): void {
  const { state, keys } = core
  const { id, executed: n, takes_part } = state
  const rows = machineToRows(state.machine)
  const digest = stateDigest(keys, rows)
  state.checkpoints.set(n, { digest, rows })
  if (!takes_part) return
  const signature = keys.sign(checkpointText({ n, digest }))
  tellOthers(core, { type: 'checkpoint', n, digest, signature }, 'sync')
  takeVote(core, id, { type: 'checkpoint', n, digest, signature })
}

export function onCheckpoint(core: Core, from: NodeId, message: Checkpoint): void {
  const { state, keys } = core
  const { n, signature } = message
  // A window ahead at most: a node that lags learns of it as well as one that does not.
  if (n <= state.stable.n || n > state.stable.n + 2 * windowOf(state) || n % state.settings.checkpoint_every !== 0) return
  if (keys.verify(from, checkpointText(message), signature)) return takeVote(core, from, message)
  refuse(core, from, 'a checkpoint', n, 'the signature is not that of its sender')
}

function takeVote(core: Core, from: NodeId, { n, digest, signature }: Checkpoint): void {
  const { state } = core
  const votes = state.checkpoint_votes.get(n) ?? new Map<NodeId, { digest: string; signature: string }>()
  state.checkpoint_votes.set(n, votes.set(from, { digest, signature }))
  const vouchers = [...votes].flatMap(([node, vote]) => (vote.digest === digest ? { node, signature: vote.signature } : []))
  if (n > state.stable.n && vouchers.length >= (state.switches['checkpoint-alone'] ? 1 : quorumOf(state.nodes)))
    becomeStable(core, { n, digest, vouchers })
}

/** What is older is let go of, also by a node that has not carried it out: others give it their state. */
export function becomeStable(core: Core, stable: StableProof): void {
  const { state } = core
  const { n, digest, vouchers } = stable
  const own = state.checkpoints.get(n)
  state.stable = stable
  state.stable_rows = own !== undefined && own.digest === digest ? own.rows : null
  for (const kept of [state.slots, state.checkpoints, state.checkpoint_votes])
    for (const old of [...kept.keys()].filter((at) => at <= n)) kept.delete(old)
  emit(core, CheckpointStable.of(state.id, { n, digest, own: own?.digest ?? null, voters: vouchers.map(({ node }) => node) }))
  if (state.stable_rows !== null) saveStable(core, state.stable_rows)
}
