import type { ConsistencyModel, Judgement } from '../../../../src-shared/consistency'
import type { RecordedOperation } from '../../../workload/history'
import type { SmallViolation } from './counterexample'
import type { Execution } from '../execution/execution'

/** What was judged. */
export function extentOf(history: readonly RecordedOperation[], { events }: Execution): string {
  const sessions = new Set(events.map(({ lane }) => lane)).size
  return `${count(history.length, 'operation')} in ${count(sessions, 'session')}`
}

export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}

export function holding(model: ConsistencyModel, text: string, points: Judgement['points'] = []): Judgement {
  return { model, verdict: 'holds', text, points, counterexample: null, figures: {} }
}

export function violated(model: ConsistencyModel, { why, counterexample }: SmallViolation, extent: string): Judgement {
  return { model, verdict: 'violated', text: `${why} (${extent}).`, points: [], counterexample, figures: {} }
}
