/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, emit } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import type { MultiPaxosMessage } from './messages'
import type { MultiPaxosRecord, MultiPaxosState, SavedSnapshot } from './state'

/** election: followers and candidates start a ballot, a leader checks that it is heard. round: of ballot leader election. */
export type Timer = 'election' | 'heartbeat' | 'round'

export type MultiPaxosEffect = Effect<MultiPaxosMessage, MultiPaxosRecord, SavedSnapshot>

export interface Core extends KitCore<MultiPaxosState, MultiPaxosMessage, MultiPaxosRecord, SavedSnapshot, Timer> {
  /** What the node has to tell itself: it proposes, accepts and learns. */
  readonly own: MultiPaxosMessage[]
  /** Slots accepted in this step, and of whom: one answer stands for all of them. */
  acceptance: { readonly to: NodeId; readonly ballot: number; readonly slots: number[]; round: number } | null
  /** Chosen in this step, by those who had accepted. */
  readonly chosen: Map<string, { readonly acceptors: readonly NodeId[]; readonly entries: Entry[] }>
  /** Reads answered by the lease in this step. */
  lease_reads: number
  /** The election timer is to be set afresh at the end of the step. */
  restart_election_timer: boolean
}

export function newCore(state: MultiPaxosState, { random, now_us }: Context): Core {
  state.now_us = now_us
  return {
    state,
    random,
    effects: [],
    own: [],
    acceptance: null,
    chosen: new Map(),
    lease_reads: 0,
    restart_election_timer: false
  }
}

export function emitRole(core: Core): void {
  const { id, role, promised, campaign, leader, takes_part } = core.state
  emit(core, { kind: 'role', node: id, role: takes_part ? role : 'learner', term: campaign?.ballot ?? promised, leader })
}

export function logSlots(core: Core, entries: readonly Entry[]): void {
  append(core, { kind: 'slots', entries, commit: core.state.commit })
}
