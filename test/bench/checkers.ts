/**
 * How long the linearizability checker takes for recorded histories of real systems, which lie outside the repository, and for a key
 * that no search decides; and how much the check keeps up with that goes along with a run.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FORMATS } from '../../src-main/checkers/formats/formats'
import { judgeLinearizable } from '../../src-main/checkers/linearizability/judge'
import { createRandom } from '../../src-shared/random'
import { createStreamingLinearizability } from '../../src-main/checkers/streaming/streaming-linearizability'
import type { RecordedOperation } from '../../src-main/workload/history'
import { busyHistory, losingAppend } from '../unit/checkers/busy-history'
import { streamOf } from '../unit/checkers/stream'
import { benchRow, times_ms } from './row'
import type { BenchRow } from './row'

const FOLDER = resolve('../shared/histories')
const JEPSEN = join(FOLDER, 'jepsen-etcd')
const PORCUPINE = join(FOLDER, 'porcupine-kv')
/** What Porcupine takes on one thread. */
const GOALS: Readonly<Record<string, string>> = { 'c50-ok.txt': '400; Porcupine: 200' }

interface Recorded {
  readonly file: string
  readonly history: readonly RecordedOperation[]
}

export function benchCheckers(rounds = 7): Promise<BenchRow[]> {
  if (!existsSync(FOLDER)) console.warn(`checkers: no recorded histories in ${FOLDER}, so none is judged`)
  const recorded = existsSync(FOLDER) ? benchRecorded(rounds) : []
  const one_key = busyHistory({ clients: 50, keys: 1, operations: 2_000, appends: true }, createRandom(1, 'one key'))
  const bad_key = { file: 'one key, 50 clients, a write lost', history: losingAppend(one_key) }
  return Promise.resolve([...recorded, benchKv(bad_key, rounds, '1,000'), ...benchStreaming(rounds)])
}

function benchRecorded(rounds: number): BenchRow[] {
  const logs = read(JEPSEN, FORMATS['jepsen-log'].parse)
  const kv = read(PORCUPINE, FORMATS['porcupine-kv'].parse)
  const all = () => logs.forEach(({ history }) => judgeLinearizable(history, 'cas-register'))
  return [
    benchRow(`${logs.length} Jepsen etcd logs`, 'ms', times_ms(rounds, all), { goal: '400; Porcupine: 300' }),
    ...kv.map((one) => benchKv(one, rounds, GOALS[one.file]))
  ]
}

function benchKv({ file, history }: Recorded, rounds: number, goal: string | undefined): BenchRow {
  const judge = () => judgeLinearizable(history, 'kv')
  return benchRow(`${file}, ${history.length} operations`, 'ms', times_ms(rounds, judge), { goal })
}

/** A healthy run, without and with writes that are never answered. */
function benchStreaming(rounds: number): BenchRow[] {
  const operations = 20_000
  return [0, 0.01].map((unknown) => {
    const events = streamOf(busyHistory({ clients: 8, keys: 10, operations, unknown }, createRandom(1, 'streaming')), 100_000)
    const times = times_ms(rounds, () => {
      const watch = createStreamingLinearizability('kv')
      for (const event of events) watch.observe(event)
    })
    const per_second = times.map((time_ms) => operations / (time_ms / 1000))
    return benchRow(`along with a run, ${unknown * 100} % unknown`, 'operations/s', per_second, { goal: '≥ 200,000' })
  })
}

function read(folder: string, parse: (text: string) => RecordedOperation[]): Recorded[] {
  return readdirSync(folder).map((file) => ({ file, history: parse(readFileSync(join(folder, file), 'utf8')) }))
}
