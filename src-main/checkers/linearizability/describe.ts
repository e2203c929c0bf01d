import type { RecordedOperation } from '../../workload/history'
import type { KeyState } from '../models/model'

const VALUE_CHARACTERS = 48

/** A value in quotes, its middle left out where it is long. */
export function describeValue(value: KeyState): string {
  if (value === null) return 'nothing'
  if (value.length <= VALUE_CHARACTERS) return `"${value}"`
  const half = VALUE_CHARACTERS / 2
  return `"${value.slice(0, half)}…${value.slice(-half)}" (${value.length} characters)`
}

/** Who asked what and was told what, for example `c1 #17 get k3 → "c2-4"`. */
export function describeOperation({ client, op, operation, outcome, result }: RecordedOperation): string {
  const asked = `${client} #${op} ${operation.f} ${operation.key}`
  switch (operation.f) {
    case 'get':
      return outcome === 'ok' ? `${asked} → ${describeValue(result?.value ?? null)}` : `${asked} → ?`
    case 'put':
    case 'append':
      return `${asked} ${describeValue(operation.value)}${outcome === 'ok' ? '' : ' → ?'}`
    case 'cas': {
      const answer = outcome !== 'ok' ? '?' : result?.swapped ? 'swapped' : 'not swapped'
      return `${asked} ${describeValue(operation.expected)} by ${describeValue(operation.value)} → ${answer}`
    }
    case 'delete':
      return outcome === 'ok' ? asked : `${asked} → ?`
  }
}
