import type { LabEvent } from '../../../../src-shared/events'
import { MoveProgress } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { SentRate } from '../../kit/sent-rate'

/** No source sends more of moving shards than it may. */
export class WithinRate implements LiveInvariant {
  readonly name = 'within-rate'
  readonly reads = [MoveProgress.name]
  private readonly rate = new SentRate('moving shards')

  observe(event: LabEvent): Violation | null {
    if (!MoveProgress.is(event)) return null
    const { part_bytes: bytes, limit_bytes_s } = event.data
    return this.rate.observe(event, event.node, { bytes, limit_bytes_s })
  }
}
