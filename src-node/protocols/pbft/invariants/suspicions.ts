import type { LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'

/** Events of real processes may come so much later than what they led to, where a machine is busy. */
const LATE_US = 5_000_000

/** What looks wrong until another process's event explains it. Where events come in the order in which they happen, it is wrong at once. */
export class Suspicions {
  private patience_us = 0
  private readonly open = new Map<string, { readonly violation: Violation; readonly due_us: number }>()

  /** Every event, the run's first one above all. */
  observe(event: LabEvent): void {
    if (event.kind === 'run-started' && event.engine === 'processes') this.patience_us = LATE_US
  }

  /** Of what is suspected already, the first word counts. */
  suspect(name: string, violation: Violation, t_us: number): void {
    if (!this.open.has(name)) this.open.set(name, { violation, due_us: t_us + this.patience_us })
  }

  explain(name: string): void {
    this.open.delete(name)
  }

  /** What nothing has explained in time, the oldest first, once; null: nothing. */
  due(t_us: number): Violation | null {
    for (const [name, { violation, due_us }] of this.open) {
      if (due_us > t_us) continue
      this.open.delete(name)
      return violation
    }
    return null
  }
}
