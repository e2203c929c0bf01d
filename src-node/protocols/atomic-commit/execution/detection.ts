/**
 * Deadlock detection: the coordinator knows whom each step waits for, as shards tell, and looks for cycles. A cycle counts when it is found
 * twice, one search after the other: between them every shard has told of its waits anew, so that edges of locks that were let go of
 * meanwhile do not make a deadlock of what is none (a phantom deadlock).
 */
import { findCycle, victimOf } from '../../kit/transactions/wait-for'
import type { Core } from '../core'
import { abortVictim } from './coordinator'
import type { ExecutionState } from './state'

/** Aborts the youngest of a cycle of waits. */
export function detectDeadlock(core: Core): void {
  const { execution, settings } = core.state
  if (settings.deadlocks !== 'detection') return
  const cycle = findCycle(waitForGraph(execution))
  const name = cycle === null ? null : [...cycle].sort().join(' ')
  const is_confirmed = name !== null && name === execution.suspected
  execution.suspected = is_confirmed ? null : name
  if (!is_confirmed) return
  const victim = execution.sessions.get(victimOf(cycle!, (one) => execution.sessions.get(one)!.age))!
  abortVictim(core, victim, { reason: `it is the youngest of a deadlock of ${cycle!.length}`, cycle: cycle! })
}

/** Who waits for whom, among those whose steps are being executed: what is being committed waits for nobody. */
function waitForGraph({ sessions }: ExecutionState): Map<string, string[]> {
  return new Map(
    [...sessions.values()].map(({ transaction, awaited }) => {
      const blockers = [...awaited.values()].flat().map((blocker) => blocker.transaction)
      return [transaction, blockers.filter((one) => sessions.has(one))]
    })
  )
}
