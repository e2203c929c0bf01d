import type { Operation, OperationResult } from '../../../src-shared/operations'
import type { RecordedOperation } from '../../workload/history'
import { HistoryFileError } from '../../workload/history'

/** Pairs invocations with completions in logs where a process has one operation open at a time. Line numbers serve as time where none is given. */
export class OpenOperations {
  private readonly operations: RecordedOperation[] = []
  private readonly open = new Map<string, number>()
  private readonly counts = new Map<string, number>()

  isOpen(process: string): boolean {
    return this.open.has(process)
  }

  /** The operation that the process has open. Throws where it has none. */
  openOf(process: string, line: number): Operation {
    return this.operations[this.placeOf(process, line)]!.operation
  }

  /** `client`: whose session the operation is part of. */
  invoke(process: string, operation: Operation, line: number, time_us = line, client = process): void {
    if (this.open.has(process)) throw new HistoryFileError(line, `process ${process} already has an operation open`)
    const op = (this.counts.get(client) ?? 0) + 1
    this.counts.set(client, op)
    this.open.set(process, this.operations.length)
    this.operations.push({
      client,
      op,
      operation,
      invoked_us: time_us,
      completed_us: null,
      outcome: 'unknown',
      result: null
    })
  }

  /** Ends the process's operation; without an end it stays unknown. */
  complete(process: string, outcome: { ok: OperationResult } | 'fail', line: number, time_us = line): void {
    const at = this.placeOf(process, line)
    this.open.delete(process)
    const ended = outcome === 'fail' ? { outcome, result: null } : { outcome: 'ok' as const, result: outcome.ok }
    this.operations[at] = { ...this.operations[at]!, completed_us: time_us, ...ended }
  }

  /** The process goes on, its operation stays unknown for ever. */
  leaveOpen(process: string, line: number): void {
    this.placeOf(process, line)
    this.open.delete(process)
  }

  all(): RecordedOperation[] {
    return this.operations
  }

  private placeOf(process: string, line: number): number {
    const at = this.open.get(process)
    if (at === undefined) throw new HistoryFileError(line, `process ${process} completes an operation that it did not invoke`)
    return at
  }
}

/** Reads a log line by line, blank ones left out; lines count from 1. */
export function readOperations(
  text: string,
  readLine: (content: string, line: number, operations: OpenOperations) => void
): RecordedOperation[] {
  const operations = new OpenOperations()
  text.split('\n').forEach((content, i) => {
    if (content.trim() !== '') readLine(content, i + 1, operations)
  })
  return operations.all()
}
