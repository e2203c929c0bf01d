import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { ClockCorrected, TimeExchanged, TimePolled, TimeSources } from '../../../../src-shared/protocols/clock-sync/facts'
import type { LiveInvariant, Violation } from '../../contract'

interface Client {
  readonly started_at_us: number
  polled_at_us: number
  has_time: boolean
}

/** An answer to a request that left after the source had started comes from a source that has the time. */
export class ServedWithTimeAlone implements LiveInvariant {
  readonly name = 'served-with-time-alone'
  readonly reads = [TimeSources.name, TimePolled.name, TimeExchanged.name, ClockCorrected.name, 'gap']
  private readonly clients = new Map<NodeId, Client>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.clients.clear()
    if (event.kind !== 'fact') return null
    if (TimeSources.is(event)) this.clients.set(event.node, { started_at_us: event.t, polled_at_us: event.t, has_time: false })
    const client = this.clients.get(event.node)
    if (client === undefined) return null
    if (TimePolled.is(event)) client.polled_at_us = event.t
    else if (ClockCorrected.is(event)) client.has_time = true
    else if (TimeExchanged.is(event)) return this.exchange(event, client.polled_at_us)
    return null
  }

  private exchange({ node, data: { source }, seq }: TimeExchanged, asked_at_us: number): Violation | null {
    const of_source = this.clients.get(source)
    if (of_source === undefined || of_source.has_time || of_source.started_at_us > asked_at_us) return null
    return { text: `${source} tells ${node} the time without having it`, events: [seq] }
  }
}
