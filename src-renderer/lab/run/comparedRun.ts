import type { LabEvent } from '../../../src-shared/events'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { createComparisonFold, foldComparison, metricsClaimed } from '../../../src-shared/folds/comparison'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { OpenedRecording } from '../../../src-shared/lab-api'
import { regionsOf } from '../../../src-shared/scenario/members'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { decodeEvents } from '../../../src-shared/wire/events'
import { EventQueue } from './eventQueue'

/** Between two slices of folding the page draws; while it waits for this, nothing else is going on. */
const SLICE_MS = 40

/** Folds a recording from its encoded batches, in slices, and keeps none of its events. Rejects when the batches do. */
export async function foldCompared(
  { scenario, engine, seed, result }: OpenedRecording,
  protocol: ProtocolDescription | null,
  batches: AsyncIterable<Uint8Array>
): Promise<ComparedRun> {
  const fold = createRunFold(protocol ? definitionOf(protocol) : undefined)
  const comparison = createComparisonFold()
  const queue = new EventQueue(decodeEvents<LabEvent>, () => performance.now())
  /** Of a run that was cut short nobody has worked out the figures. */
  const unmeasured: LabEvent[] = []
  const observe = (event: LabEvent): void => {
    foldEvent(fold, event)
    foldComparison(comparison, event, fold)
    if (result === null) unmeasured.push(event)
  }
  for await (const batch of batches) {
    queue.push(batch)
    while (!queue.empty) if (queue.drain(observe, SLICE_MS) > 0 && !queue.empty) await nextTask()
  }
  return {
    title: scenario.title,
    protocol: scenario.cluster.protocol,
    engine,
    seed,
    regions: regionsOf(scenario.cluster, scenario.network),
    watched: protocol?.invariants.map(({ name }) => name) ?? [],
    fold,
    comparison,
    metrics: result?.metrics ?? new RunMetrics(unmeasured, protocol ?? undefined).whole,
    claimed: metricsClaimed(scenario),
    judgements: []
  }
}

/** Sooner than a timer, which browsers hold back for 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
