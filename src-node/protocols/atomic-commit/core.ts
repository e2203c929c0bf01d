/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { After, Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { savedAnswers } from '../kit/answers'
import { append, saveSnapshot, send } from '../kit/core'
import { savedStore } from '../kit/transactions/saved'
import { savedDecisions } from './decisions'
import type { AtomicCommitMessage } from './messages'
import { savedInstances } from './paxos/instances'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'

/**
 * wait: too late for answers that are missing. step: of a transaction, too late as well, or the client has thought for long enough. retry: what
 * was not answered is sent again.
 */
export type Timer = `wait:${number}` | `step:${number}` | 'retry'

export type AtomicCommitEffect = Effect<AtomicCommitMessage, AtomicCommitRecord, AtomicCommitSnapshot>

export interface Core extends KitCore<AtomicCommitState, AtomicCommitMessage, AtomicCommitRecord, AtomicCommitSnapshot, Timer> {
  readonly now_us: number
  /** What the node has to tell itself, as the one or the other of what it is. */
  readonly own: AtomicCommitMessage[]
}

/** Timers that fire before this many have passed since something was sent leave its receiver time to answer. */
export const RETRIES_BEFORE_RESEND = 2

export function newCore(state: AtomicCommitState, { random, now_us }: Context): Core {
  return { state, random, now_us, effects: [], own: [] }
}

/** To another node, or to this one. */
export function tell(core: Core, to: NodeId, message: AtomicCommitMessage, after: After): void {
  if (to === core.state.id) core.own.push(message)
  else send(core, to, message, after)
}

export function log(core: Core, record: AtomicCommitRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(core.state), [])
}

function snapshotOf(state: AtomicCommitState): AtomicCommitSnapshot {
  const { epoch, coordinated, answers, execution, prepared, decisions, instances } = state
  const logged = [...coordinated.values()].filter((open) => open.phase === 'acknowledgements' || isCollecting(state))
  return {
    epoch,
    coordinated: logged.map(({ transaction, session, sequence, participants, commit }) => ({
      transaction,
      session,
      sequence,
      participants,
      commit
    })),
    answers: savedAnswers(answers),
    store: savedStore(execution.store),
    prepared: [...prepared.values()].map(({ waited: _, termination: __, ...saved }) => saved),
    decisions: savedDecisions(decisions),
    instances: savedInstances(instances)
  }
}

export function isCoordinator({ id, coordinator }: AtomicCommitState): boolean {
  return id === coordinator
}

/** Those besides the coordinator, each once. */
export function participantsOf(nodes: readonly NodeId[], coordinator: NodeId): NodeId[] {
  return nodes.filter((node) => node !== coordinator)
}

/** Until the number of the coordinator's start is on its disk, the next start may have the same. */
export function afterNumbered({ disk }: AtomicCommitState): After {
  return disk.durable > 0 ? 'now' : 'sync'
}

/** Presumed commit: the coordinator writes down whom it asks, since what it does not remember was committed. */
export function isCollecting({ settings: { commit, presume } }: AtomicCommitState): boolean {
  return commit === 'two-phase' && presume === 'commit'
}

/**
 * Whoever has only read lets go of its locks and is told nothing more. Not where members ask each other: they would take it for one that has
 * not voted.
 */
export function skipsReaders({ settings: { commit, termination, read_only_votes } }: AtomicCommitState): boolean {
  return read_only_votes && commit === 'two-phase' && termination === 'coordinator'
}

/** Whether such a decision is remembered until all participants have acknowledged it. */
export function isAcknowledged(state: AtomicCommitState, commit: boolean): boolean {
  return state.settings.commit === 'paxos' || commit !== isCollecting(state)
}
