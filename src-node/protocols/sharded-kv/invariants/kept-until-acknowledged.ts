import type { LabEvent } from '../../../../src-shared/events'
import { MoveStep, ShardServing, ShardsRecovered } from '../../../../src-shared/protocols/sharded-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { MoveParties, PARTIES_READS } from './move-parties'
import { Overdue, OVERDUE_READS } from './overdue'

/** Moves remembered. */
const MOVES_MAX = 10_000

/** A source deletes a shard only after the target serves it. */
export class KeptUntilAcknowledged implements LiveInvariant {
  readonly name = 'kept-until-acknowledged'
  readonly reads = [...PARTIES_READS, ...OVERDUE_READS, MoveStep.name, ShardServing.name, ShardsRecovered.name]
  private readonly served = new Map<number, true>()
  private readonly parties = new MoveParties()
  private readonly overdue = new Overdue()

  observe(event: LabEvent): Violation | null {
    this.parties.observe(event)
    if (ShardServing.is(event)) this.serve(event.data.epoch)
    else if (ShardsRecovered.is(event)) {
      for (const { epoch, status } of event.data.shards) if (status !== 'moving-in') this.serve(epoch)
    } else if (MoveStep.is(event) && event.data.step === 'cleaned-up') this.cleanUp(event)
    return this.overdue.find(event)
  }

  private serve(move: number): void {
    setBounded(this.served, move, true, MOVES_MAX)
    this.overdue.arrived(String(move))
  }

  private cleanUp(event: LabEvent & MoveStep): void {
    const { node, seq, data } = event
    if (this.served.has(data.move)) return
    const text = `${node} deletes shard ${data.shard}, which nobody serves by move ${data.move}`
    this.overdue.expect(String(data.move), { text, events: [seq] }, this.parties.nodesOf(data.move, 'to'), event)
  }
}
