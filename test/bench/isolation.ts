/**
 * How fast the isolation checker judges transactions, in processor time (the garbage collector's with it), and how much memory the process
 * that does has needed at most until then, the history with it.
 */
import type { StepAnswer } from '../../src-shared/data-types/operation'
import type { Step } from '../../src-shared/data-types/transaction/steps'
import { judgeIsolation } from '../../src-main/checkers/isolation/judge'
import type { RecordedOperation } from '../../src-main/workload/history'
import { createRandom } from '../../src-shared/random'
import { benchRow } from './row'
import type { BenchRow } from './row'

const SIZES = [10_000, 100_000, 1_000_000]
/** Of more than that, one round is long enough. */
const REPEATED_MAX = 100_000
const GOAL_OPERATIONS = 100_000
const CLIENTS = 20
const STEPS_MAX = 4
/** Keys in use at a time; each makes room for another after so many writes. */
const KEYS = 20
const WRITES_PER_KEY = 64
const BOUNDS = { configurations: 1_000_000 }
const MIB_KIB = 1024

export function benchIsolation(rounds = 3): Promise<BenchRow[]> {
  const kinds = ['lists', 'registers'] as const
  const rows = SIZES.flatMap((size) => kinds.flatMap((of) => benchOne(of, size, size > REPEATED_MAX ? 1 : rounds)))
  return Promise.resolve(rows)
}

function benchOne(of: 'lists' | 'registers', operations: number, rounds: number): BenchRow[] {
  const history = transactions(of, operations)
  const per_second = Array.from({ length: rounds }, () => operations / judged_s(of, history))
  const peak_mib = process.resourceUsage().maxRSS / MIB_KIB
  const title = `${operations.toLocaleString('en')} transactions on ${of}`
  const [rate, memory] = operations === GOAL_OPERATIONS ? ['≥ 50,000', '≤ 512'] : []
  return [benchRow(title, '/s', per_second, { goal: rate }), benchRow(`${title}: memory`, 'MiB', [peak_mib], { goal: memory })]
}

function judged_s(of: 'lists' | 'registers', history: readonly RecordedOperation[]): number {
  const before = process.cpuUsage()
  // What a history shows is kept as long as it is the same.
  const { verdict, text } = judgeIsolation([...history], 'strict-serializable', BOUNDS)
  const { user, system } = process.cpuUsage(before)
  if (verdict !== 'holds') throw new Error(`${of}: ${verdict}: ${text}`)
  return (user + system) / 1e6
}

/** Transactions of a store that carries them out one after the other, while their clients overlap. */
function transactions(of: 'lists' | 'registers', count: number): RecordedOperation[] {
  const random = createRandom(1, of)
  const below = (n: number) => Math.floor(random() * n)
  const store = new Map<string, StepAnswer>()
  const keys = Array.from({ length: KEYS }, (_, i) => ({ name: `k${i}`, writes: 0 }))
  let next_key = KEYS
  const apply = (step: Step): StepAnswer => {
    if (step.do === 'read') return store.get(step.key) ?? null
    if (step.do === 'append') store.set(step.key, [...((store.get(step.key) ?? []) as string[]), step.value])
    if (step.do === 'write') store.set(step.key, step.value)
    return null
  }
  const draw = (name: string): Step => {
    const key = keys[below(KEYS)]!
    if (random() < 0.5) return { do: 'read', key: key.name }
    const step: Step = { do: of === 'lists' ? 'append' : 'write', key: key.name, value: name }
    if (++key.writes === WRITES_PER_KEY) Object.assign(key, { name: `k${next_key++}`, writes: 0 })
    return step
  }
  return Array.from({ length: count }, (_, i): RecordedOperation => {
    const client = `c${i % CLIENTS}`
    const op = Math.floor(i / CLIENTS) + 1
    const steps = Array.from({ length: 1 + below(STEPS_MAX) }, (_, at) => draw(`${client}-${op}/${at}`))
    const invoked_us = i * 10
    const completed_us = invoked_us + 100 + below((CLIENTS - 11) * 10)
    const result = { answers: steps.map(apply) }
    return { client, op, operation: { f: 'transaction', key: 'db', steps }, invoked_us, completed_us, outcome: 'ok', result }
  })
}
