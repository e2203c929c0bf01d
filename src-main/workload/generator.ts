import type { ClientId } from '../../src-shared/ids'
import { drawOperation, isWrite, OPERATION_NAMES } from '../../src-shared/operations'
import type { Operation, OperationName } from '../../src-shared/operations'
import { SCAN_KEYS, TRANSACTIONS } from '../../src-shared/scenario/sections/workload'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { KnownValues } from './known-values'
import { createKeyOrder, suffixedKeys } from './keys'
import type { KeyPicker } from './keys'

/** Makes the client's operation number `op`; null when the mix is empty. */
export type Generator = (op: number) => Operation | null

/**
 * Draws two numbers for each operation, whichever it is, and those that its data type asks for, so that equal seeds give equal
 * operations whatever the timing.
 */
export function createGenerator(
  client: ClientId,
  workload: Workload,
  pickKey: KeyPicker,
  known: Pick<KnownValues, 'memoryOf'>,
  random: () => number
): Generator {
  const pickName = createNamePicker(workload.mix)
  const { scan_keys = SCAN_KEYS, transactions = TRANSACTIONS } = workload
  let order: ReturnType<typeof createKeyOrder> | null = null
  const keyAfter = (key: string, places: number) => (order ??= createKeyOrder(workload.keys))(key, places)
  const suffixed = suffixedKeys(workload.keys)
  return (op) => {
    const f = pickName(random())
    const picked = pickKey(random())
    if (f === null) return null
    const parts = suffixed.get(picked)
    if (parts !== undefined && f === 'get') return { f: 'gather', key: picked, keys: [...parts] }
    const key = parts !== undefined && isWrite({ f }) ? parts[Math.floor(random() * parts.length)]! : picked
    const unique_name = uniqueValue(client, op, 0)
    const value = uniqueValue(client, op, workload.value_bytes)
    const { seen_value, seen_elements } = known.memoryOf(key)
    const another = () => pickKey(random())
    const chosen = { key, unique_name, value, seen_value, seen_elements, keyAfter, another, scan_keys, transactions, random }
    return drawOperation(f, chosen)
  }
}

/** Names its writer and operation, so that a checker can tell all writes apart; padded to `bytes`, longer where the name is. */
export function uniqueValue(client: ClientId, op: number, bytes: number): string {
  return `${client}-${op}`.padEnd(bytes, '.')
}

function createNamePicker(mix: Workload['mix']): (u: number) => OperationName | null {
  const weights = OPERATION_NAMES.map((name) => mix[name] ?? 0)
  const sum = weights.reduce((a, b) => a + b, 0)
  const offered = OPERATION_NAMES.filter((_, i) => weights[i]! > 0)
  return (u) => {
    let rest = u * sum
    for (const name of offered) if ((rest -= mix[name]!) < 0) return name
    return offered.at(-1) ?? null
  }
}
