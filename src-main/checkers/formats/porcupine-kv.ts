/**
 * Porcupine's log of a map: `{:process P, :type :invoke|:ok, :f :get|:put|:append, :key "k", :value nil|"v"}`. A missing key reads
 * as the empty string.
 */
import type { Operation } from '../../../src-shared/operations'
import type { RecordedOperation } from '../../workload/history'
import { HistoryFileError } from '../../workload/history'
import { readOperations } from './open-operations'
import type { OpenOperations } from './open-operations'

const LINE = /^\{:process (\d+), :type :(invoke|ok), :f :(get|put|append), :key "([^"]*)", :value (nil|"[^"]*")\}\s*$/

/** Reads a log. Throws {@link HistoryFileError}. */
export function parsePorcupineKv(text: string): RecordedOperation[] {
  return readOperations(text, readLine)
}

function readLine(content: string, line: number, operations: OpenOperations): void {
  const match = LINE.exec(content)
  if (!match) throw new HistoryFileError(line, 'expected `{:process P, :type :T, :f :F, :key "K", :value V}`')
  const [, process, type, f, key, quoted] = match as unknown as [string, string, string, Operation['f'], string, string]
  const value = quoted === 'nil' ? null : quoted.slice(1, -1)
  if (type === 'invoke') return operations.invoke(process, operationOf(f, key, value, line), line)
  const { f: invoked } = operations.openOf(process, line)
  operations.complete(process, { ok: invoked === 'get' ? { value: value || null } : {} }, line)
}

function operationOf(f: Operation['f'], key: string, value: string | null, line: number): Operation {
  if (f === 'get') return { f, key }
  if (value === null) throw new HistoryFileError(line, `a ${f} needs a value`)
  return f === 'put' ? { f, key, value } : { f: 'append', key, value }
}
