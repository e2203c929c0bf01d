/**
 * Jepsen's log of a compare-and-set register, initially nil:
 * `INFO  jepsen.util - P :invoke|:ok|:fail|:info :read|:write|:cas nil|N|[A B]|:timed-out`.
 * A failed compare-and-set found another value; a failed read says nothing; `:info` may have happened or may yet.
 */
import type { Operation } from '../../../src-shared/operations'
import type { RecordedOperation } from '../../workload/history'
import { HistoryFileError } from '../../workload/history'
import { readOperations } from './open-operations'
import type { OpenOperations } from './open-operations'

const LINE =
  /^INFO\s+jepsen\.util - (\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(nil|-?\d+|\[-?\d+ -?\d+\]|:timed-out)\s*$/
const KEY = 'register'

/** Reads a log; lines of other sorts between the operations are an error. Throws {@link HistoryFileError}. */
export function parseJepsenLog(text: string): RecordedOperation[] {
  return readOperations(text, readLine)
}

function readLine(content: string, line: number, operations: OpenOperations): void {
  const match = LINE.exec(content)
  if (!match) throw new HistoryFileError(line, 'expected `INFO  jepsen.util - PROCESS :TYPE :OPERATION VALUE`')
  const [, process, type, f, value] = match as unknown as [string, string, string, string, string]
  if (type === 'invoke') return operations.invoke(process, operationOf(f, value, line), line)
  const operation = operations.openOf(process, line)
  if (type === 'info') return operations.leaveOpen(process, line)
  if (operation.f === 'cas') return operations.complete(process, { ok: { swapped: type === 'ok' } }, line)
  if (type === 'fail') return operations.complete(process, 'fail', line)
  operations.complete(process, { ok: operation.f === 'get' ? { value: valueOf(value) } : {} }, line)
}

function operationOf(f: string, value: string, line: number): Operation {
  if (f === 'read') return { f: 'get', key: KEY }
  const numbers = value.match(/-?\d+/g) ?? []
  if (f === 'write' && numbers.length === 1) return { f: 'put', key: KEY, value: numbers[0]! }
  if (f === 'cas' && numbers.length === 2) return { f: 'cas', key: KEY, expected: numbers[0]!, value: numbers[1]! }
  throw new HistoryFileError(line, `a ${f} cannot have the value ${value}`)
}

function valueOf(value: string): string | null {
  return value === 'nil' ? null : value
}
