/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, emit } from '../kit/core'
import type { Entry } from '../replicated-log/entry'
import type { Configuration } from '../replicated-log/membership'
import { isVoter } from '../replicated-log/membership'
import type { MultiPaxosMessage } from './messages'
import type { MultiPaxosRecord, MultiPaxosState, SavedSnapshot } from './state'

/** election: followers and candidates start a ballot, a leader checks that it is heard. round: of ballot leader election. lease: quorum leases. */
export type Timer = 'election' | 'heartbeat' | 'round' | 'lease'

export type MultiPaxosEffect = Effect<MultiPaxosMessage, MultiPaxosRecord, SavedSnapshot>

export interface Core extends KitCore<MultiPaxosState, MultiPaxosMessage, MultiPaxosRecord, SavedSnapshot, Timer> {
  /** What the node has to tell itself: it proposes, accepts and learns. */
  readonly own: MultiPaxosMessage[]
  /** Slots accepted in this step, and of whom: one answer stands for all of them. */
  acceptance: { readonly to: NodeId; readonly ballot: number; readonly slots: number[]; round: number } | null
  /** Chosen in this step, by those who had accepted. */
  readonly chosen: Map<string, { readonly acceptors: readonly NodeId[]; readonly entries: Entry[] }>
  /** The configuration that counted before, where another has come to count in this step. */
  left: Configuration | null
  /** Reads answered by the lease in this step. */
  lease_reads: number
  /** Reads asked of this node in this step that it may answer by quorum lease; null: none. */
  local_reads: { readonly reads: number; readonly grantors: NodeId[] } | null
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
    left: null,
    lease_reads: 0,
    local_reads: null,
    restart_election_timer: false
  }
}

export function emitRole(core: Core): void {
  const { id, role, promised, highest, campaign, leader, takes_part, configuration } = core.state
  if (role !== 'leader' && !(takes_part && isVoter(configuration.membership, id)))
    return emit(core, { kind: 'role', node: id, role: 'learner', term: Math.max(promised, highest), leader })
  emit(core, { kind: 'role', node: id, role, term: campaign?.ballot ?? promised, leader })
}

/** `commit`: as far as everything is chosen once these slots are set. */
export function logSlots(core: Core, entries: readonly Entry[], commit = core.state.commit): void {
  append(core, { kind: 'slots', entries, commit })
}
