/** How many events of a real run the folds behind every chart take in per second, and what the live invariants cost on top. */
import { createLab } from '../../src-main/lab/computer'
import { Sequencer } from '../../src-main/lab/run/sequencer'
import { parseText } from '../../src-main/lab/scenario-files/listing'
import { findProtocol } from '../../src-node/protocols/registry'
import { isMessageEvent } from '../../src-shared/events'
import type { LabEvent } from '../../src-shared/events'
import { createRunFold, foldEvent } from '../../src-shared/folds/run'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { nodeNames } from '../../src-shared/scenario/schema'
import { benchRow } from './row'
import type { BenchRow } from './row'
import { raft as definition } from '../../src-shared/protocols/raft'

const SCENARIO = `
name: bench-folds
title: Five busy nodes and a split
summary: Something of everything that the stream may hold.
cluster: { protocol: raft, nodes: 5 }
workload: { clients: 8, think_time: 2ms }
duration: 10s
timeline:
  - { at: 4s, for: 2s, action: { do: partition, partition: { shape: isolate, nodes: [leader] } } }
checks: [invariants]
`

export async function benchFolds(rounds = 9): Promise<BenchRow[]> {
  const { events, nodes, seconds } = await recordRun()
  const raft = findProtocol('raft')
  const fold = () => {
    const folded = createRunFold(definition)
    for (const event of events) foldEvent(folded, event)
  }
  const watch = () => {
    const sequencer = new Sequencer(raft.createInvariants(nodes, {}))
    const batch: LabEvent[] = []
    for (const event of events) {
      sequencer.appendEvent(event, batch)
      batch.length = 0
    }
  }
  const measured: Record<string, number[]> = { fold: [], watch: [], both: [] }
  for (let round = 0; round <= rounds; round++) {
    const fold_s = time_s(fold)
    const watch_s = time_s(watch)
    // The first round warms the code up.
    if (round === 0) continue
    measured.fold!.push(events.length / fold_s)
    measured.watch!.push(events.length / watch_s)
    measured.both!.push(events.length / (fold_s + watch_s))
  }
  const messages = events.filter(isMessageEvent).length
  const share = `${Math.round((100 * messages) / events.length)} % messages`
  const folded = benchRow(`run fold, invariants off (${events.length} events, ${share})`, 'events/s', measured.fold!)
  const came = { name: 'the run itself', median: events.length / seconds }
  return [
    { ...folded, baseline: came },
    benchRow('run fold, invariants on', 'events/s', measured.both!, { baseline: { name: 'off', median: folded.median } }),
    benchRow('live invariants alone', 'events/s', measured.watch!)
  ]
}

/** The stream of a run of the real lab. */
async function recordRun(): Promise<{ events: LabEvent[]; nodes: string[]; seconds: number }> {
  const parse = parseText(SCENARIO, 'folds.ts')
  if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
  const events: LabEvent[] = []
  const lab = createLab()
  lab.onEvents((batch) => events.push(...batch))
  try {
    await lab.run({ scenario: parse.scenario, text: SCENARIO })
    await lab.finished()
  } finally {
    await lab.close()
  }
  return { events, nodes: nodeNames(parse.scenario), seconds: events.at(-1)!.t / 1e6 }
}

function time_s(work: () => void): number {
  const begun_ms = performance.now()
  work()
  return (performance.now() - begun_ms) / 1000
}
