import type { LabEvent } from '../../../../src-shared/events'
import { ChunkSent } from '../../../../src-shared/protocols/quorum/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { SentRate } from '../../kit/sent-rate'

/** No node sends more of ranges to those who fetch them than it may. */
export class WithinRate implements LiveInvariant {
  readonly name = 'within-rate'
  readonly reads = [ChunkSent.name]
  private readonly rate = new SentRate('ranges')

  observe(event: LabEvent): Violation | null {
    return ChunkSent.is(event) ? this.rate.observe(event, event.node, event.data) : null
  }
}
