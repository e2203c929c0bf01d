import type { EventOf, LabEvent } from '../../../../src-shared/events'
import { operationKey } from '../../../../src-shared/folds/operations'
import { isWrite } from '../../../../src-shared/operations'
import { millisText, VersionCommitted } from '../../../../src-shared/protocols/spanner-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { OPERATIONS_MAX } from './remembered'

interface Answered {
  readonly operation: string
  readonly t: number
  readonly at_us: number
  readonly seq: number
}

/** If a write is answered before another begins, its timestamp is the smaller one. */
export class ExternalConsistency implements LiveInvariant {
  readonly name = 'external-consistency'
  readonly reads = ['invoke', 'ok', 'gap', VersionCommitted.name]
  private readonly begun = new Map<string, number>()
  private readonly timestamps = new Map<string, number>()
  /** Answered before their timestamp was told. */
  private readonly unstamped = new Map<string, { readonly t: number; readonly seq: number }>()
  /** Of answered writes those with a greater timestamp than all that were answered before; oldest first. */
  private greatest: Answered[] = []

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.forget()
    if (event.kind === 'invoke' && isWrite(event.operation)) setBounded(this.begun, operationKey(event), event.t, OPERATIONS_MAX)
    if (event.kind === 'ok') this.answered(event)
    return VersionCommitted.is(event) ? this.committed(event) : null
  }

  private answered(event: EventOf<'ok'>): void {
    const { t, seq } = event
    const operation = operationKey(event)
    const at_us = this.timestamps.get(operation)
    if (at_us !== undefined) this.raise({ operation, t, at_us, seq })
    else if (this.begun.has(operation)) setBounded(this.unstamped, operation, { t, seq }, OPERATIONS_MAX)
  }

  private committed({ seq, data: { operation, at_us } }: VersionCommitted): Violation | null {
    setBounded(this.timestamps, operation, at_us, OPERATIONS_MAX)
    const answer = this.unstamped.get(operation)
    this.unstamped.delete(operation)
    if (answer !== undefined) this.raise({ ...answer, operation, at_us })
    const begun_us = this.begun.get(operation)
    const before = begun_us === undefined ? undefined : this.greatestBefore(begun_us)
    if (before === undefined || before.at_us < at_us) return null
    return {
      text: `${before.operation} was answered before ${operation} began, but its timestamp ${millisText(before.at_us)} is not below ${millisText(at_us)}`,
      events: [before.seq, seq]
    }
  }

  private greatestBefore(t_us: number): Answered | undefined {
    let after = this.greatest.length
    while (after > 0 && this.greatest[after - 1]!.t >= t_us) after--
    return this.greatest[after - 1]
  }

  private raise(answered: Answered): void {
    const newest = this.greatest.at(-1)
    if (newest !== undefined && (newest.at_us >= answered.at_us || newest.t > answered.t)) return
    this.greatest.push(answered)
    if (this.greatest.length > OPERATIONS_MAX) this.greatest.shift()
  }

  private forget(): void {
    this.begun.clear()
    this.timestamps.clear()
    this.unstamped.clear()
    this.greatest = []
  }
}
