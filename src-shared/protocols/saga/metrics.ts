/** Of sagas: how many ended how, for how long each was half done, and who saw that. */
import type { LabEvent } from '../../events'
import type { Span } from '../../folds/time-buckets'
import type { Metrics } from '../../metrics/metric'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import {
  Compensated,
  Looked,
  SagaBegun,
  SagaEnded,
  SagaHelped,
  SagasRecovered,
  SagaStuck,
  StepDone,
  StepsRecovered
} from './facts'
import type { StepName } from './steps'
import { EFFECTS } from './steps'

interface Counts {
  begun: number
  completed: number
  taken_back: number
  compensations: number
  looks: number
  saw_half: number
  saw_pending: number
  /** By saga that is half done: which of its steps are there. */
  readonly half: Map<string, { readonly since_us: number; readonly steps: Set<StepName> }>
  /** Sagas that were seen half done. */
  readonly seen: Set<string>
  readonly stuck: Set<string>
  half_us: number
  half_count: number
  half_max_us: number
}

/** Sagas remembered; of more the oldest are forgotten. */
const REMEMBERED_MAX = 100_000

export const sagaMetrics = metricsPerSpan({
  descriptions: [
    { name: 'sagas.begun', title: 'Sagas begun', unit: '' },
    { name: 'sagas.completed', title: 'Sagas completed', unit: '' },
    { name: 'sagas.taken_back', title: 'Sagas taken back', unit: '' },
    { name: 'sagas.stuck', title: 'Sagas that wait for somebody to help, at the end', unit: '' },
    { name: 'sagas.seen_half_done', title: 'Sagas that some reader saw half done', unit: '' },
    { name: 'compensations.done', title: 'Compensations that took something back', unit: '' },
    { name: 'half_done.open', title: 'Sagas half done at the end', unit: '' },
    { name: 'half_done_ms.mean', title: 'How long sagas were half done, mean', unit: 'ms' },
    { name: 'half_done_ms.max', title: 'Longest time that a saga was half done', unit: 'ms' },
    { name: 'looks.done', title: 'Reads of all services', unit: '' },
    { name: 'looks.saw_half_done', title: 'Reads that saw some saga half done, and were not told so', unit: '' },
    { name: 'looks.saw_pending', title: 'Reads that saw some saga half done, marked as pending', unit: '' }
  ],
  reads: [SagaBegun, SagaEnded, StepDone, Compensated, StepsRecovered, SagasRecovered, SagaStuck, SagaHelped, Looked].map(
    ({ name }) => name
  ),
  create: (): Counts => ({
    begun: 0,
    completed: 0,
    taken_back: 0,
    compensations: 0,
    looks: 0,
    saw_half: 0,
    saw_pending: 0,
    half: new Map(),
    seen: new Set(),
    stuck: new Set(),
    half_us: 0,
    half_count: 0,
    half_max_us: 0
  }),
  fold: foldCounts,
  figures
})

function foldCounts(counts: Counts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || event.t >= span.to_us) return
  foldSteps(counts, event, span)
  if (SagaStuck.is(event)) counts.stuck.add(event.data.saga)
  else if (SagaHelped.is(event) || SagaEnded.is(event)) counts.stuck.delete(event.data.saga)
  if (!isWithin(event.t, span)) return
  if (SagaBegun.is(event)) counts.begun++
  else if (SagaEnded.is(event)) counts[event.data.complete ? 'completed' : 'taken_back']++
  else if (Looked.is(event)) countLook(counts, event.data.half, event.data.pending.length)
  else if (Compensated.is(event) && !event.data.nothing) counts.compensations++
}

function countLook(counts: Counts, half: readonly string[], pending: number): void {
  counts.looks++
  if (half.length > 0) counts.saw_half++
  if (pending > 0) counts.saw_pending++
  for (const saga of half) counts.seen.add(saga)
  if (counts.seen.size > REMEMBERED_MAX) counts.seen.clear()
}

/** When sagas become half done, and whole or nothing again. */
function foldSteps(counts: Counts, event: LabEvent & { readonly kind: 'fact' }, span: Span): void {
  const { t } = event
  if (StepDone.is(event)) add(counts, event.data.saga, event.data.step, t, span)
  else if (Compensated.is(event)) remove(counts, event.data.saga, event.data.step, t, span)
  else if (StepsRecovered.is(event))
    for (const { saga, state } of event.data.held) {
      if (state === 'done' && counts.half.has(saga)) add(counts, saga, event.data.step, t, span)
      else if (state === 'undone') remove(counts, saga, event.data.step, t, span)
    }
  // Whatever its services did not live to tell.
  else if (SagaEnded.is(event)) endHalf(counts, event.data.saga, t, span)
  else if (SagasRecovered.is(event)) for (const { saga } of event.data.ended) endHalf(counts, saga, t, span)
}

function add(counts: Counts, saga: string, step: StepName, t: number, span: Span): void {
  if (step === 'confirm') return
  const known = counts.half.get(saga) ?? { since_us: t, steps: new Set() }
  known.steps.add(step)
  counts.half.set(saga, known)
  if (counts.half.size > REMEMBERED_MAX) counts.half.delete(counts.half.keys().next().value!)
  if (known.steps.size === EFFECTS.length) endHalf(counts, saga, t, span)
}

function remove(counts: Counts, saga: string, step: StepName, t: number, span: Span): void {
  const known = counts.half.get(saga)
  if (known === undefined) return
  known.steps.delete(step)
  if (known.steps.size === 0) endHalf(counts, saga, t, span)
}

function endHalf(counts: Counts, saga: string, t: number, span: Span): void {
  const known = counts.half.get(saga)
  if (known === undefined) return
  counts.half.delete(saga)
  if (!isWithin(t, span)) return
  const lasted_us = t - Math.max(known.since_us, span.from_us)
  counts.half_us += lasted_us
  counts.half_count++
  counts.half_max_us = Math.max(counts.half_max_us, lasted_us)
}

function figures(counts: Counts, span: Span, { cluster }: { readonly cluster: { readonly now_us: number } }): Metrics {
  const until_us = Math.min(span.to_us, cluster.now_us)
  const lasting = [...counts.half.values()].map(({ since_us }) => until_us - Math.max(since_us, span.from_us))
  const ended = counts.half_count
  return {
    'sagas.begun': counts.begun,
    'sagas.completed': counts.completed,
    'sagas.taken_back': counts.taken_back,
    'sagas.stuck': counts.stuck.size,
    'sagas.seen_half_done': counts.seen.size,
    'compensations.done': counts.compensations,
    'half_done.open': lasting.length,
    ...(ended > 0 && { 'half_done_ms.mean': counts.half_us / ended / 1000 }),
    'half_done_ms.max': Math.max(counts.half_max_us, ...lasting) / 1000,
    'looks.done': counts.looks,
    'looks.saw_half_done': counts.saw_half,
    'looks.saw_pending': counts.saw_pending,
    // Described beside transactions: each step is decided by itself, and none waits for another with anything locked.
    'in_doubt_ms.max': 0,
    'locks_held_ms.total': 0
  }
}
