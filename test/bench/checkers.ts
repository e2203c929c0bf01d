/** How long the linearizability checker takes for recorded histories of real systems, which lie outside the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FORMATS } from '../../src-main/checkers/formats/formats'
import { judgeLinearizable } from '../../src-main/checkers/linearizability/judge'
import { createRandom } from '../../src-shared/random'
import type { RecordedOperation } from '../../src-main/workload/history'
import { busyHistory, losingAppend } from '../unit/checkers/busy-history'
import { benchRow } from './row'
import type { BenchRow } from './row'

const FOLDER = resolve('../shared/histories')
const JEPSEN = join(FOLDER, 'jepsen-etcd')
const PORCUPINE = join(FOLDER, 'porcupine-kv')
/** What Porcupine takes on one thread. */
const AIMS: Readonly<Record<string, string>> = { 'c50-ok.txt': 'Porcupine: 200' }

interface Recorded {
  readonly file: string
  readonly history: readonly RecordedOperation[]
}

export function benchCheckers(rounds = 7): Promise<BenchRow[]> {
  if (!existsSync(FOLDER)) {
    console.warn(`checkers: skipped, since there are no recorded histories in ${FOLDER}`)
    return Promise.resolve([])
  }
  const logs = read(JEPSEN, FORMATS['jepsen-log'].parse)
  const kv = read(PORCUPINE, FORMATS['porcupine-kv'].parse)
  const c50 = kv.find(({ file }) => file === 'c50-ok.txt')!
  const lossy = [
    { file: 'c50-ok.txt with a write lost', history: losingAppend(c50.history) },
    {
      file: 'one key of 50 clients with a write lost',
      history: losingAppend(busyHistory({ clients: 50, keys: 1, operations: 2_000, appends: true }, createRandom(1, 'checkers')))
    }
  ]
  const all = () => logs.forEach(({ history }) => judgeLinearizable(history, 'cas-register'))
  return Promise.resolve([
    benchRow(`${logs.length} Jepsen etcd logs`, 'ms', times_ms(rounds, all), { aim: '400' }),
    ...[...kv, ...lossy].map(({ file, history }) => {
      const judge = () => judgeLinearizable(history, 'kv')
      return benchRow(`${file}, ${history.length} operations`, 'ms', times_ms(rounds, judge), { aim: AIMS[file] })
    })
  ])
}

function read(folder: string, parse: (text: string) => RecordedOperation[]): Recorded[] {
  return readdirSync(folder).map((file) => ({ file, history: parse(readFileSync(join(folder, file), 'utf8')) }))
}

/** The first time warms the code up and is not counted. */
function times_ms(rounds: number, work: () => unknown): number[] {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const begun_ms = performance.now()
    work()
    if (round > 0) times.push(performance.now() - begun_ms)
  }
  return times
}
