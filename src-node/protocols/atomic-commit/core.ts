/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import { savedStore } from '../kit/transactions/saved'
import { savedAnswers } from './answers'
import type { AtomicCommitMessage } from './messages'
import type { AtomicCommitRecord, AtomicCommitSnapshot, AtomicCommitState } from './state'

/** votes: too late for those that are missing. step: of a transaction, too late as well, or the client has thought for long enough. retry: what was not answered is sent again. */
export type Timer = `votes:${number}` | `step:${number}` | 'retry'

export type AtomicCommitEffect = Effect<AtomicCommitMessage, AtomicCommitRecord, AtomicCommitSnapshot>

export type Core = KitCore<AtomicCommitState, AtomicCommitMessage, AtomicCommitRecord, AtomicCommitSnapshot, Timer> & {
  readonly now_us: number
}

/** Timers that fire before this many have passed since something was sent leave its receiver time to answer. */
export const RETRIES_BEFORE_RESEND = 2

export function newCore(state: AtomicCommitState, { random, now_us }: Context): Core {
  return { state, random, now_us, effects: [] }
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

function snapshotOf({ coordinated, answers, execution, decisions }: AtomicCommitState): AtomicCommitSnapshot {
  const commits = [...coordinated.values()].filter(({ committed }) => committed)
  return {
    commits: commits.map(({ transaction, session, sequence, participants }) => ({
      transaction,
      session,
      sequence,
      participants
    })),
    answers: savedAnswers(answers),
    store: savedStore(execution.store),
    decisions: [...decisions]
  }
}

export function isCoordinator({ id, coordinator }: AtomicCommitState): boolean {
  return id === coordinator
}

/** Those besides the coordinator, each once. */
export function participantsOf(nodes: readonly NodeId[], coordinator: NodeId): NodeId[] {
  return nodes.filter((node) => node !== coordinator)
}
