import type { Operation, OperationResult } from '../../../../src-shared/operations'
import type { RecordedOperation } from '../../../../src-main/workload/history'

/** One operation of a session that was carried out at one point of time, say. */
export type Act = (client: string, op: number, time_us: number) => RecordedOperation

const act =
  (operation: Operation, result: OperationResult): Act =>
  (client, op, time_us) => ({ client, op, operation, invoked_us: time_us, completed_us: time_us + 5, outcome: 'ok', result })

export const put = (key: string, value: string) => act({ f: 'put', key, value }, {})
export const get = (key: string, value: string | null) => act({ f: 'get', key }, { value })
export const append = (key: string, value: string) => act({ f: 'append', key, value }, {})
export const add = (key: string, by: number) => act({ f: 'increment', key, by }, {})
export const remove = (key: string) => act({ f: 'delete', key }, {})
export const cas = (key: string, expected: string | null, value: string, swapped = true) =>
  act({ f: 'cas', key, expected, value }, { swapped })

/** The same, without an answer. */
export const unknown =
  (of: Act): Act =>
  (...where) => ({ ...of(...where), completed_us: null, outcome: 'unknown', result: null })

/** A history of sessions, `c0`, `c1` …; each one's operations take place one after the other, the sessions' at the same time. */
export function sessions(...lists: readonly (readonly Act[])[]): RecordedOperation[] {
  const history = lists.flatMap((acts, c) => acts.map((make, i) => make(`c${c}`, i + 1, 10 * i + c)))
  return history.sort((a, b) => a.invoked_us - b.invoked_us)
}
