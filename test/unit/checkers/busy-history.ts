import type { Random } from '../../../src-shared/random'
import type { Operation } from '../../../src-shared/operations'
import type { RecordedOperation } from '../../../src-main/workload/history'

export interface BusyHistory {
  readonly clients: number
  readonly keys: number
  readonly operations: number
  readonly appends?: boolean
  /** Share of the writes that are never answered. */
  readonly unknown?: number
}

/** What so many clients, each with one operation open at a time, see of a correct store: half reads, half writes. */
export function busyHistory(
  { clients, keys, operations, appends = false, unknown = 0 }: BusyHistory,
  random: Random
): RecordedOperation[] {
  const store = new Map<string, string>()
  const free_us = new Float64Array(clients)
  const counts = new Int32Array(clients)
  const drawn = Array.from({ length: operations }, () => {
    const client = free_us.indexOf(Math.min(...free_us))
    const invoked_us = Math.floor(free_us[client]! + 50 * random())
    const effect_us = invoked_us + Math.floor(100 + 900 * random())
    const completed_us = effect_us + Math.floor(100 + 900 * random())
    free_us[client] = completed_us + 1
    return { client, op: ++counts[client]!, invoked_us, effect_us, completed_us }
  })
  const history = drawn
    .sort((a, b) => a.effect_us - b.effect_us)
    .map(({ client, op, invoked_us, completed_us }): RecordedOperation => {
      const key = `k${Math.floor(keys * random())}`
      const value = `${client}-${op};`
      const operation: Operation = random() < 0.5 ? { f: 'get', key } : { f: appends ? 'append' : 'put', key, value }
      const held = store.get(key) ?? null
      const who = { client: `c${client}`, op, operation, invoked_us }
      if (operation.f === 'get') return { ...who, completed_us, outcome: 'ok', result: { value: held } }
      const answered = random() >= unknown
      if (answered || random() < 0.5) store.set(key, operation.f === 'append' ? (held ?? '') + value : value)
      return answered
        ? { ...who, completed_us, outcome: 'ok', result: {} }
        : { ...who, completed_us: null, outcome: 'unknown', result: null }
    })
  return history.sort((a, b) => a.invoked_us - b.invoked_us)
}

/** The same history, had one append been lost: one from the middle, answered, and missing from all that was read. */
export function losingAppend(history: readonly RecordedOperation[]): RecordedOperation[] {
  const appends = history.filter(({ operation, outcome }) => operation.f === 'append' && outcome === 'ok')
  const lost = appends[Math.floor(appends.length / 2)]!.operation
  if (lost.f !== 'append') throw new Error('there is no append to lose')
  return history.map((o) =>
    o.operation.key === lost.key && o.result?.value?.includes(lost.value)
      ? { ...o, result: { value: o.result.value.replace(lost.value, '') } }
      : o
  )
}
