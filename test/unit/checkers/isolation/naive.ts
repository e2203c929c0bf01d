/** The models by their definitions: every order of every choice of transactions. For a handful of transactions. */
import { applySteps } from '../../../../src-shared/data-types/transaction/apply'
import type { StoredValue } from '../../../../src-shared/data-types/transaction/apply'
import type { Step } from '../../../../src-shared/data-types/transaction/steps'
import type { IsolationOrder } from '../../../../src-shared/isolation/models'
import type { RecordedOperation } from '../../../../src-main/workload/history'

type Values = ReadonlyMap<string, StoredValue>

interface Begun {
  readonly one: RecordedOperation
  readonly snapshot: Values
  readonly at: number
}

/** Whether some order of begins and commits explains every answer; `serial`: nobody begins while another runs. */
export function isExplained(history: readonly RecordedOperation[], is_serial: boolean, order: IsolationOrder): boolean {
  const possible = history.filter(({ outcome }) => outcome !== 'fail')
  const precedes = (a: RecordedOperation, b: RecordedOperation) =>
    order !== 'none' &&
    a.completed_us !== null &&
    a.completed_us < b.invoked_us &&
    (order === 'realtime' || a.client === b.client)

  const go = (
    values: Values,
    changed: ReadonlyMap<string, number>,
    left: readonly RecordedOperation[],
    begun: readonly Begun[]
  ): boolean => {
    if (begun.length === 0 && left.every(({ outcome }) => outcome === 'unknown')) return true
    const now = changed.size === 0 ? 0 : Math.max(...changed.values())
    for (const [i, { one, snapshot, at }] of begun.entries()) {
      const written = writtenBy(stepsOf(one))
      if (written.some((key) => (changed.get(key) ?? 0) > at)) continue
      const { values: after, answers } = applySteps(snapshot, stepsOf(one))
      if (one.result && JSON.stringify(one.result.answers) !== JSON.stringify(answers)) return false
      const committed = new Map([...values, ...written.map((key) => [key, after.get(key)!] as const)])
      const since = new Map([...changed, ...written.map((key) => [key, now + 1] as const)])
      if (go(committed, since, left, [...begun.slice(0, i), ...begun.slice(i + 1)])) return true
    }
    if (is_serial && begun.length > 0) return false
    for (const one of left) {
      const others = left.filter((other) => other !== one)
      if ([...others, ...begun.map((other) => other.one)].some((other) => precedes(other, one))) continue
      if (go(values, changed, others, [...begun, { one, snapshot: values, at: now }])) return true
    }
    return false
  }
  return go(new Map(), new Map(), possible, [])
}

function stepsOf({ operation }: RecordedOperation): readonly Step[] {
  return operation.f === 'transaction' ? operation.steps : []
}

function writtenBy(steps: readonly Step[]): string[] {
  return [...new Set(steps.flatMap((step) => ('key' in step && step.do !== 'read' ? [step.key] : [])))]
}
