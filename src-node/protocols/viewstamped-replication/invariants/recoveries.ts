/** Whether nodes that have lost their logs get them back from enough others. */
import type { LabEvent } from '../../../../src-shared/events'
import { LogRecovered } from '../../../../src-shared/protocols/viewstamped-replication/facts'
import type { LiveInvariant, Violation } from '../../contract'

export class RecoveredByQuorum implements LiveInvariant {
  readonly name = 'recovered-by-quorum'
  readonly reads = [LogRecovered.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!LogRecovered.is(event)) return null
    const { answers, view } = event.data
    const latest = Math.max(...answers.map((answer) => answer.view))
    const has_primary = answers.some((answer) => answer.is_primary && answer.view === latest)
    if (answers.length >= this.quorum && has_primary && view >= latest) return null
    const text = `${event.node} recovers in view ${view} with ${answers.length} answers of ${this.quorum}${has_primary ? '' : ', none of them of the primary'}`
    return { text, events: [event.seq] }
  }
}
