/**
 * Eventual consistency (Terry et al. 1995; Vogels 2009): once nobody writes a key any more, all clients come to read the same. A
 * finite history shows it only so far as clients read after things had time to settle. How stale reads were is measured on the way.
 */
import type { Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import { undecided } from '../../judgement'
import { counterexampleOf } from '../findings/counterexample'
import { readHistory, sourcesOf } from '../execution/execution'
import type { Event, Execution } from '../execution/execution'
import { describe, findInvented } from '../findings/finding'
import { stalenessFigures } from './staleness'
import { count } from '../findings/verdict-texts'
import type { Value } from '../execution/versions'

/** Time after a key's last write from which on its readers are expected to agree. */
export const SETTLE_US = 1_000_000

/** Reads of one key late enough to count: the last one of each client. */
interface Settled {
  readonly key: string
  readonly reads: readonly Event[]
}

/** Judges a history of registers. */
export function judgeEventual(history: readonly RecordedOperation[], settle_us = SETTLE_US, initial: Value = null): Judgement {
  const { execution, opaque } = readHistory(history, initial)
  const figures = stalenessFigures(execution)
  if (opaque) return { ...undecided('eventual', opaque), figures }
  const base = { model: 'eventual' as const, points: [], counterexample: null, figures }
  const invented = findInvented(execution)
  if (invented) {
    const reader = execution.events[invented.events[0]!]!.operation
    return { ...base, verdict: 'violated', text: `${invented.why}.`, counterexample: counterexampleOf([reader], reader) }
  }
  const settled = settledReads(execution, settle_us)
  const split = settled.find(({ reads }) => reads.some(({ sees }) => sees !== reads[0]!.sees))
  const after = `at least ${settle_us / 1e6} s after its last write`
  if (split) {
    const [one, other] = disagreement(split)
    const text = `Key ${split.key}: ${describe(one)}, but ${describe(other)}, both ${after}.`
    const operations = [one, other].map(({ operation }) => operation)
    return { ...base, verdict: 'violated', text, counterexample: counterexampleOf(operations, other.operation) }
  }
  const compared = settled.filter(({ reads }) => reads.length > 1).length
  if (compared === 0) {
    return { ...base, verdict: 'undecided', text: `Nothing to compare: no key was read by two clients ${after}.` }
  }
  return { ...base, verdict: 'holds', text: `All clients read the same ${after}, on ${count(compared, 'key')} read by several.` }
}

function settledReads({ events }: Execution, settle_us: number): Settled[] {
  const quiet_us = lastChanges(events)
  const last = new Map<string, Map<string, Event>>()
  for (const event of events) {
    const { key, operation } = event
    if (event.writes || event.sees === undefined || operation.invoked_us <= quiet_us.get(key)! + settle_us) continue
    let of_key = last.get(key)
    if (!of_key) last.set(key, (of_key = new Map()))
    of_key.set(operation.client, event)
  }
  return [...last].map(([key, reads]) => ({ key, reads: [...reads.values()] }))
}

/** When each key was last changed: the last write's end; for one of unknown outcome the end of the first read that shows it. */
function lastChanges(events: readonly Event[]): ReadonlyMap<string, number> {
  const changed_us = new Map<string, number>()
  const first_seen = new Set<number>()
  const note = ({ key }: Event, time_us: number) => changed_us.set(key, Math.max(time_us, changed_us.get(key) ?? 0))
  const ended = events.filter(({ operation }) => operation.completed_us !== null)
  ended.sort((a, b) => a.operation.completed_us! - b.operation.completed_us!)
  for (const event of events) note(event, 0)
  for (const event of ended) {
    const end_us = event.operation.completed_us!
    if (event.writes) note(event, end_us)
    for (const source of sourcesOf(event)) {
      if (source < 0 || !events[source]!.open || first_seen.has(source)) continue
      first_seen.add(source)
      // One that was perhaps seen may take effect at any later time.
      note(event, event.candidates ? Infinity : end_us)
    }
  }
  return changed_us
}

function disagreement({ reads }: Settled): [Event, Event] {
  const other = reads.find(({ sees }) => sees !== reads[0]!.sees)!
  const [one, two] = [reads[0]!, other].sort((a, b) => a.operation.invoked_us - b.operation.invoked_us)
  return [one!, two!]
}
