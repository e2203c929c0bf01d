import type { ComparedRun } from '../../src-shared/folds/comparison'
import { createComparisonFold, foldComparison } from '../../src-shared/folds/comparison'
import { computeMetrics } from '../../src-shared/folds/metrics'
import type { OpenedRecording } from '../../src-shared/lab-api'
import type { ProtocolDescription } from '../../src-shared/protocol-description'
import { RunTape } from './runTape'

/** Between two slices of folding the page draws. */
const SLICE_MS = 25

/** Folds a recording from its encoded batches, in slices. Rejects when the batches do. */
export async function foldCompared(
  { scenario, engine, seed, result }: OpenedRecording,
  protocol: ProtocolDescription | null,
  batches: AsyncIterable<Uint8Array>
): Promise<ComparedRun> {
  const tape = new RunTape(protocol, () => performance.now())
  const comparison = createComparisonFold()
  const { fold } = tape.head
  for await (const batch of batches) {
    tape.push(batch)
    while (!tape.settled) {
      tape.drain(SLICE_MS, (event) => foldComparison(comparison, event, fold))
      await nextTask()
    }
  }
  return {
    title: scenario.title,
    protocol: scenario.cluster.protocol,
    engine,
    seed,
    watched: protocol?.invariants.map(({ name }) => name) ?? [],
    fold,
    comparison,
    metrics: result?.metrics ?? computeMetrics(tape.archive.after(0), undefined, protocol ?? undefined),
    judgements: []
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
