import { withoutPadding } from '../../src-shared/text/value-text'
import type { RecordedOperation } from '../workload/history'

const VALUE_CHARACTERS = 48

/** A value in quotes, its middle left out where it is long. */
export function describeValue(padded: string | null): string {
  if (padded === null) return 'nothing'
  const value = withoutPadding(padded)
  if (value.length <= VALUE_CHARACTERS) return `"${value}"`
  const half = VALUE_CHARACTERS / 2
  return `"${value.slice(0, half)}…${value.slice(-half)}" (${value.length} characters)`
}

/** Who asked what and was told what, for example `c1 #17 get k3 → "c2-4"`. */
export function describeOperation(recorded: RecordedOperation): string {
  const { client, op, operation } = recorded
  const answer = describeAnswer(recorded)
  return `${client} #${op} ${operation.f} ${operation.key}${describeArguments(recorded)}${answer ? ` → ${answer}` : ''}`
}

function describeArguments({ operation }: RecordedOperation): string {
  if (operation.f === 'increment') return ` by ${operation.by}`
  if (operation.f === 'cas') return ` ${describeValue(operation.expected)} by ${describeValue(operation.value)}`
  return 'value' in operation ? ` ${describeValue(operation.value)}` : ''
}

function describeAnswer({ outcome, result }: RecordedOperation): string {
  if (outcome !== 'ok') return '?'
  if (result?.members) return describeMembers(result.members)
  if (result?.value !== undefined) return describeValue(result.value)
  return result?.swapped === undefined ? '' : result.swapped ? 'swapped' : 'not swapped'
}

/** Several values in braces, cut off where they are many. */
export function describeMembers(values: readonly string[]): string {
  const text = values.map(withoutPadding).join(', ')
  return text.length <= VALUE_CHARACTERS ? `{${text}}` : `{${text.slice(0, VALUE_CHARACTERS)}…} (${values.length} values)`
}

/** What a history's times count: microseconds of run time, or lines of the file that it was read from. */
export type TimeUnit = 'us' | 'lines'

/** The operation and when: one line of a counterexample, `>` before the one that nothing explains. */
export function describeLine(recorded: RecordedOperation, marked: boolean, unit: TimeUnit = 'us'): string {
  const { invoked_us, completed_us } = recorded
  const at = (time: number) => (unit === 'us' ? `${(time / 1e6).toFixed(6)} s` : `line ${time}`)
  const until = completed_us === null ? 'open' : at(completed_us)
  return `${marked ? '>' : ' '} ${describeOperation(recorded)}  (${at(invoked_us)} – ${until})`
}
