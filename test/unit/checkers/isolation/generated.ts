/** Histories of small stores that run transactions side by side, each in its own way. */
import { applyStep } from '../../../../src-shared/data-types/transaction/apply'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { StepAnswer } from '../../../../src-shared/data-types/operation'
import type { Step } from '../../../../src-shared/data-types/transaction/steps'
import { scanned } from '../../../../src-shared/data-types/transaction/apply'
import type { RecordedOperation } from '../../../../src-main/workload/history'

/**
 * `serial`: one after the other. `snapshot`: each reads what was committed when it began, and aborts where somebody has written the same
 * since; `careless`: it does not. `stale`: one after the other, but whoever only reads sees a state of a while ago. `committed`: each read sees the newest that was committed. `dirty`: there is no isolation.
 */
export type StoreKind = 'serial' | 'snapshot' | 'careless' | 'stale' | 'committed' | 'dirty'

export interface Shape {
  readonly of: 'registers' | 'lists' | 'transfers'
  readonly transactions: number
  readonly clients: number
  readonly keys: number
  readonly steps: number
  /** Share of clients that never hear of their commit, and of transactions that abort. */
  readonly lost: number
  readonly aborted: number
}

const PAST_MAX = 10

type Values = Map<string, StoredValue>

interface Running {
  readonly operation: RecordedOperation
  readonly steps: readonly Step[]
  readonly answers: StepAnswer[]
  readonly own: Step[]
  readonly snapshot: Values
  readonly began: number
}

/** `random` draws everything. */
export function generatedHistory(kind: StoreKind, shape: Shape, random: () => number): RecordedOperation[] {
  const below = (n: number) => Math.floor(random() * n)
  const store: Values = new Map()
  const changed = new Map<string, number>()
  const history: RecordedOperation[] = []
  const running = new Map<number, Running>()
  const counts = new Map<string, number>()
  /** The states of the last commits. */
  let past: Values[] = [new Map()]
  let now = 0

  const begin = (client: number) => {
    const name = `c${client + 1}`
    const op = (counts.get(name) ?? 0) + 1
    counts.set(name, op)
    const steps = drawSteps(shape, `${name}-${op}`, below)
    const operation: RecordedOperation = {
      client: name,
      op,
      operation: { f: 'transaction', key: 'db', steps: [...steps] },
      invoked_us: ++now,
      completed_us: null,
      outcome: 'unknown',
      result: null
    }
    const snapshot = kind === 'stale' ? past[below(past.length)]! : new Map(store)
    running.set(client, { operation, steps, answers: [], own: [], snapshot, began: now })
    history.push(operation)
  }

  const view = ({ snapshot, own, steps }: Running): Values => {
    const only_reads = steps.every((step) => step.do === 'read' || step.do === 'scan')
    const reads_snapshot = kind === 'snapshot' || kind === 'careless' || (kind === 'stale' && only_reads)
    const values = new Map(reads_snapshot ? snapshot : store)
    if (kind !== 'dirty') for (const step of own) apply(values, step)
    return values
  }

  const perform = (one: Running) => {
    const step = one.steps[one.answers.length]!
    const values = view(one)
    const answer = apply(values, step)
    one.answers.push(answer)
    if (step.do === 'read' || step.do === 'scan') return
    const own: Step = step.do === 'add' ? { do: 'write', key: step.key, value: answer as string } : step
    one.own.push(own)
    if (kind === 'dirty') apply(store, own)
  }

  const end = (client: number, one: Running) => {
    running.delete(client)
    const place = history.indexOf(one.operation)
    const written = one.own.flatMap((step) => ('key' in step ? [step.key] : []))
    const conflicts = kind === 'snapshot' && written.some((key) => (changed.get(key) ?? 0) > one.began)
    const fails = conflicts || random() < shape.aborted
    now++
    if (!fails && kind !== 'dirty') {
      // A careless store writes back what it had read, with its own changes.
      const after = kind === 'careless' ? view(one) : store
      if (kind !== 'careless') for (const step of one.own) apply(store, step)
      for (const key of written) {
        store.set(key, after.get(key)!)
        changed.set(key, now)
      }
    }
    past = [...past, new Map(store)].slice(-PAST_MAX)
    if (random() < shape.lost) return
    history[place] = fails
      ? { ...one.operation, completed_us: ++now, outcome: 'fail' }
      : { ...one.operation, completed_us: ++now, outcome: 'ok', result: { answers: one.answers } }
  }

  while (history.length < shape.transactions || running.size > 0) {
    const client = below(shape.clients)
    const one = running.get(client)
    if (one) {
      if (one.answers.length < one.steps.length) perform(one)
      else end(client, one)
      if (kind === 'serial' || kind === 'stale')
        while (running.has(client))
          if (one.answers.length < one.steps.length) perform(one)
          else end(client, one)
    } else if (history.length < shape.transactions) begin(client)
  }
  return history
}

function apply(values: Values, step: Step): StepAnswer {
  if (step.do === 'scan') return scanned(values, step.prefix)
  if (!('key' in step)) return null
  const { answer, written } = applyStep(step, values.get(step.key))
  if (written !== undefined) values.set(step.key, written)
  return answer
}

function drawSteps({ of, keys, steps }: Shape, name: string, below: (n: number) => number): Step[] {
  const key = () => `k${below(keys)}`
  if (of === 'transfers') {
    const by = 1 + below(3)
    return below(3) === 0
      ? [{ do: 'scan', prefix: 'k' }]
      : [
          { do: 'add', key: key(), by: -by },
          { do: 'add', key: key(), by }
        ]
  }
  return Array.from({ length: 1 + below(steps) }, (_, at): Step => {
    const drawn = below(20)
    if (drawn === 0) return { do: 'scan', prefix: 'k' }
    if (drawn < 10) return { do: 'read', key: key() }
    return { do: of === 'lists' ? 'append' : 'write', key: key(), value: `${name}/${at}` }
  })
}

/** The same, but one read was answered as another read of the key was, or as if nothing were there. */
export function withWrongAnswer(history: readonly RecordedOperation[], random: () => number): RecordedOperation[] {
  const reads = history.flatMap(({ operation, result }, place) =>
    operation.f === 'transaction' && result
      ? operation.steps.flatMap((step, at) =>
          step.do === 'read' ? [{ place, at, key: step.key, answer: result.answers![at]! }] : []
        )
      : []
  )
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  if (reads.length === 0) return [...history]
  const wrong = pick(reads)
  const answer = pick([null, ...reads.filter(({ key }) => key === wrong.key).map((read) => read.answer)])
  return history.map((one, place) => {
    if (place !== wrong.place) return one
    return { ...one, result: { answers: one.result!.answers!.map((before, at) => (at === wrong.at ? answer : before)) } }
  })
}
