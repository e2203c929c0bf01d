/** How fast a long recording opens: what the lab does to send its events, what the page does to have them, and one step back from the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventReader } from '../../src-main/lab/recording/read-recording'
import { folderSource } from '../../src-main/lab/recording/recording-folder'
import { Recording } from '../../src-main/lab/recording/recording'
import { parseText } from '../../src-main/lab/scenario-files/listing'
import { simulate } from '../../src-main/lab/run/simulate'
import { findProtocol } from '../../src-node/protocols/registry'
import { LoadedRun } from '../../src-renderer/lab/run/loadedRun'
import type { LabEvent } from '../../src-shared/events'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { EventBatchReader, encodeBatches } from '../../src-shared/wire/event-batches'
import { benchRow } from './row'
import type { BenchRow } from './row'

const SCENARIO = `
name: bench-opening
title: A long busy run
engine: simulation
cluster: { protocol: raft, nodes: 5 }
workload: { clients: 8, think_time: 4ms }
duration: 20s
timeline:
  - { at: 8s, for: 4s, action: { do: partition, partition: { shape: isolate, nodes: [leader] } } }
`
const TRACE = { logical_clocks: true, messages_per_s: 20_000, facts: true }
/** As the page folds while a recording comes in. */
const SLICE_MS = 25
const STEPS_BACK = 20

export async function benchOpening(rounds = 5): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'netsplit-opening-'))
  try {
    const events = await record(folder)
    const lab: number[] = []
    const page: number[] = []
    const slice: number[] = []
    const back: number[] = []
    for (let round = 0; round < rounds; round++) {
      const [chunks, lab_s] = await timed(() => send(folder))
      const [{ tape, longest_ms }, page_s] = await timed(() => fold(chunks))
      const [, back_s] = await timed(() => stepBack(tape))
      lab.push(events / lab_s)
      page.push(events / page_s)
      slice.push(longest_ms)
      back.push((back_s * 1000) / STEPS_BACK)
    }
    return [
      benchRow(`the lab reads and sends (${events.toLocaleString('en')} events)`, 'events/s', lab),
      benchRow('the page decodes and folds', 'events/s', page),
      benchRow(`the longest slice of that, of ${SLICE_MS} ms`, 'ms', slice, { goal: '≤ 50 ms' }),
      benchRow('a step back', 'ms', back, { goal: '≤ 50 ms' })
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Answers how many events the recording has. */
async function record(folder: string): Promise<number> {
  const parse = parseText(SCENARIO, 'opening.ts')
  if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
  const recording = new Recording({ folder, scenario: SCENARIO, onNotice: () => {} })
  const onEvents = (batch: readonly LabEvent[]) => recording.add(batch)
  const { events } = simulate({ scenario: parse.scenario, protocol: findProtocol('raft'), seed: 1, trace: TRACE, onEvents })
  await recording.abandon()
  return events
}

async function send(folder: string): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const events of new EventReader(folderSource(folder)).batches()) chunks.push(...encodeBatches(events))
  return chunks
}

function fold(chunks: readonly Uint8Array[]): { tape: LoadedRun; longest_ms: number } {
  const tape = new LoadedRun(findProtocol('raft').description, () => performance.now())
  const reader = new EventBatchReader()
  for (const chunk of chunks) for (const batch of reader.push(chunk)) tape.push(batch)
  let longest_ms = 0
  while (!tape.is_drained) {
    const begun_ms = performance.now()
    tape.drain(SLICE_MS)
    longest_ms = Math.max(longest_ms, performance.now() - begun_ms)
  }
  return { tape, longest_ms }
}

function stepBack({ machine, head_seq }: LoadedRun): void {
  for (let step = 1; step <= STEPS_BACK; step++) {
    machine.startSeek(head_seq - step)
    while (!machine.work(Infinity, () => 0));
  }
}

/** Processor time, in seconds: other programs take from the clock, not from that. */
async function timed<Answer>(work: () => Answer | Promise<Answer>): Promise<[Answer, number]> {
  const before = process.cpuUsage()
  const answer = await work()
  const { user, system } = process.cpuUsage(before)
  return [answer, (user + system) / 1e6]
}
