import type { LabEvent } from '../../../../src-shared/events'
import { operationKey } from '../../../../src-shared/folds/operations'
import { operationOf } from '../../../../src-shared/protocols/transactions/facts'
import { RecordWritten } from '../../../../src-shared/protocols/replicated-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/** A record that is overdue by so much will not come: its leader tells of it before the client is answered. */
const PATIENCE_US = 1_000_000

/** Whatever writes and was answered with ok has a record that says commit, and none that says otherwise of its last try. */
export class AcknowledgedRecorded implements LiveInvariant {
  readonly name = 'acknowledged-recorded'
  /** Operations that write, and are open. */
  private readonly writing = new Map<string, true>()
  /** Operations that some record says are committed. */
  private readonly recorded = new Map<string, true>()
  /** Answered, and not known to be recorded; oldest first. */
  private readonly awaited = new Map<string, { readonly t: number; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    switch (event.kind) {
      case 'gap':
        this.awaited.clear()
        return null
      case 'invoke':
        if (event.operation.f === 'transaction' && event.operation.steps.some((step) => WRITES.has(step.do)))
          setBounded(this.writing, operationKey(event), true, REMEMBERED_MAX)
        return null
      case 'ok':
        this.answered(operationKey(event), event)
        return null
      case 'fact':
        if (RecordWritten.is(event) && event.data.commit) this.record(operationOf(event.data.transaction))
        return this.overdue(event)
      default:
        return null
    }
  }

  private answered(operation: string, { t, seq }: { readonly t: number; readonly seq: number }): void {
    if (this.writing.delete(operation) && !this.recorded.has(operation))
      setBounded(this.awaited, operation, { t, seq }, REMEMBERED_MAX)
  }

  private record(operation: string): void {
    this.awaited.delete(operation)
    setBounded(this.recorded, operation, true, REMEMBERED_MAX)
  }

  private overdue({ t, seq }: LabEvent): Violation | null {
    const [oldest] = this.awaited
    if (oldest === undefined || t - oldest[1].t < PATIENCE_US) return null
    this.awaited.delete(oldest[0])
    return { text: `${oldest[0]} was answered with ok, but no record says that it is committed`, events: [oldest[1].seq, seq] }
  }
}

const WRITES: ReadonlySet<string> = new Set(['write', 'append', 'add'])
