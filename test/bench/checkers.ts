/** How long the linearizability checker takes for recorded histories of real systems, which lie outside the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseJepsenLog } from '../../src-main/checkers/formats/jepsen-log'
import { parsePorcupineKv } from '../../src-main/checkers/formats/porcupine-kv'
import { DEFAULT_BOUNDS } from '../../src-main/checkers/linearizability/budget'
import { checkLinearizable } from '../../src-main/checkers/linearizability/check'
import { CAS_REGISTER, KV } from '../../src-main/checkers/models/kv'
import { benchRow } from './row'
import type { BenchRow } from './row'

const FOLDER = resolve('../shared/histories')
const JEPSEN = join(FOLDER, 'jepsen-etcd')
const PORCUPINE = join(FOLDER, 'porcupine-kv')
/** What Porcupine takes on one thread. */
const AIMS: Readonly<Record<string, string>> = { 'c50-ok.txt': 'Porcupine: 200' }

export function benchCheckers(rounds = 7): Promise<BenchRow[]> {
  if (!existsSync(FOLDER)) {
    console.warn(`checkers: skipped, since there are no recorded histories in ${FOLDER}`)
    return Promise.resolve([])
  }
  const logs = read(JEPSEN, parseJepsenLog)
  const all = () => logs.forEach(({ history }) => checkLinearizable(history, CAS_REGISTER, DEFAULT_BOUNDS, now_ms))
  return Promise.resolve([
    benchRow(`${logs.length} Jepsen etcd logs`, 'ms', times_ms(rounds, all), { aim: 'Porcupine: 580 for 102' }),
    ...read(PORCUPINE, parsePorcupineKv).map(({ file, history }) => {
      const check = () => checkLinearizable(history, KV, DEFAULT_BOUNDS, now_ms)
      return benchRow(`${file}, ${history.length} operations`, 'ms', times_ms(rounds, check), { aim: AIMS[file] })
    })
  ])
}

const now_ms = () => performance.now()

function read<History>(folder: string, parse: (text: string) => History): { file: string; history: History }[] {
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
