/** What lies come to, and what agreement takes. */
import type { LabEvent } from '../../events'
import type { Span } from '../../folds/time-buckets'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { BatchCommitted, BatchTentative, LieRefused, PrePrepared, StateTaken, TentativeUndone, ViewEntered } from './facts'

interface Counts {
  refused: number
  states: number
  tentative: number
  undone: number
  readonly views: Set<number>
  readonly committed: Set<number>
  /** Requests in each batch that was proposed, by number. */
  readonly requests: Map<number, number>
}

export const pbftMetrics = metricsPerSpan({
  descriptions: [
    { name: 'lies.refused', title: 'Messages refused as false', unit: '' },
    { name: 'views.entered', title: 'Views entered after the first', unit: '' },
    { name: 'batches.committed', title: 'Batches committed', unit: '' },
    { name: 'requests_per_batch', title: 'Requests in a batch, mean', unit: '' },
    { name: 'batches.tentative', title: 'Batches carried out tentatively, by node', unit: '' },
    { name: 'batches.undone', title: 'Batches carried out tentatively and undone, by node', unit: '' },
    { name: 'states.given', title: 'States given to nodes that lagged', unit: '' }
  ],
  create: (): Counts => ({
    refused: 0,
    states: 0,
    tentative: 0,
    undone: 0,
    views: new Set(),
    committed: new Set(),
    requests: new Map()
  }),
  fold: foldCounts,
  figures: ({ refused, states, tentative, undone, views, committed, requests }): Metrics => ({
    'lies.refused': refused,
    'views.entered': views.size,
    'batches.committed': committed.size,
    ...(requests.size > 0 && { requests_per_batch: [...requests.values()].reduce((sum, one) => sum + one, 0) / requests.size }),
    'batches.tentative': tentative,
    'batches.undone': undone,
    'states.given': states
  })
})

function foldCounts(counts: Counts, event: LabEvent, span: Span): void {
  if (event.kind !== 'fact' || !isWithin(event.t, span)) return
  if (LieRefused.is(event)) counts.refused++
  else if (ViewEntered.is(event)) counts.views.add(event.data.view)
  else if (BatchCommitted.is(event)) counts.committed.add(event.data.n)
  else if (PrePrepared.is(event)) counts.requests.set(event.data.n, event.data.requests.length)
  else if (BatchTentative.is(event)) counts.tentative++
  else if (TentativeUndone.is(event)) counts.undone++
  else if (StateTaken.is(event) && event.data.from !== null) counts.states++
}
