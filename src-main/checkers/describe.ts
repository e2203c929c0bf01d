import { describeMembers, describeValue } from '../../src-shared/text/value-text'
import { operationText, resultText } from '../../src-shared/operations'
import type { OperationName } from '../../src-shared/operations'
import type { RecordedOperation } from '../workload/history'

/** As checks see it: `read_by` names the read of several keys that it is one read of. */
export type JudgedOperation = RecordedOperation & { readonly read_by?: OperationName }

/** Who asked what and was told what, for example `c1 #17 get k3 → "c2-4"`, or of a scan `c1 #17 scan: k3 → "c2-4"`. */
export function describeOperation(recorded: JudgedOperation): string {
  const { client, op, operation, read_by, result } = recorded
  if (operation.f === 'transaction') {
    const read = resultText(operation, result)
    return `${client} #${op} ${operationText(operation)}${read ? ` → ${read}` : ''}`
  }
  const answer = describeAnswer(recorded)
  const f = read_by === undefined ? operation.f : `${read_by}:`
  return `${client} #${op} ${f} ${operation.key}${describeArguments(recorded)}${answer ? ` → ${answer}` : ''}`
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

/** What a history's times count: microseconds of run time, or lines of the file that it was read from. */
export type TimeUnit = 'us' | 'lines'

/** The operation and when: one line of a counterexample, `>` before the one that nothing explains. */
export function describeLine(recorded: RecordedOperation, marked: boolean, unit: TimeUnit = 'us'): string {
  const { invoked_us, completed_us } = recorded
  const at = (time: number) => (unit === 'us' ? `${(time / 1e6).toFixed(6)} s` : `line ${time}`)
  const until = completed_us === null ? 'open' : at(completed_us)
  return `${marked ? '>' : ' '} ${describeOperation(recorded)}  (${at(invoked_us)} – ${until})`
}
