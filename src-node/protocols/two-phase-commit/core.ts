/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import { savedAnswers } from './answers'
import type { TwoPhaseMessage } from './messages'
import type { TwoPhaseRecord, TwoPhaseSnapshot, TwoPhaseState } from './state'

/** votes: too late for those that are missing. retry: what was not answered is sent again. */
export type Timer = `votes:${number}` | 'retry'

export type TwoPhaseEffect = Effect<TwoPhaseMessage, TwoPhaseRecord, TwoPhaseSnapshot>

export type Core = KitCore<TwoPhaseState, TwoPhaseMessage, TwoPhaseRecord, TwoPhaseSnapshot, Timer>

/** Timers that fire before this many have passed since something was sent leave its receiver time to answer. */
export const RETRIES_BEFORE_RESEND = 2

export function newCore(state: TwoPhaseState, { random }: Context): Core {
  return { state, random, effects: [] }
}

export function log(core: Core, record: TwoPhaseRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(core.state), [])
}

function snapshotOf({ coordinated, answers, values, prepared, decisions }: TwoPhaseState): TwoPhaseSnapshot {
  const commits = [...coordinated.values()].filter(({ committed }) => committed)
  return {
    commits: commits.map(({ transaction, session, sequence, participants }) => ({
      transaction,
      session,
      sequence,
      participants
    })),
    answers: savedAnswers(answers),
    values: [...values],
    prepared: [...prepared.values()].map(({ transaction, reads, writes }) => ({ transaction, reads, writes })),
    decisions: [...decisions]
  }
}

export function isCoordinator({ id, coordinator }: TwoPhaseState): boolean {
  return id === coordinator
}

/** Those besides the coordinator, each once. */
export function participantsOf(nodes: readonly NodeId[], coordinator: NodeId): NodeId[] {
  return nodes.filter((node) => node !== coordinator)
}
