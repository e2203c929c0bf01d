/** On which nodes what they rest on is so: most of their sources right, and their own clock neither set nor faster than they think. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { ClockCorrected, TimeExchanged, TimePolled, TimeSources } from '../../../../src-shared/protocols/clock-sync/facts'
import { TrueClocks } from './true-clocks'

/** An exchange that is older by so many polls may count no longer. */
const POLLS_MAX = 7

interface Client {
  readonly sources: readonly NodeId[]
  readonly max_drift_ppm: number
  polls: number
  polled_at_us: number
  /** Newest exchanges: whether the source was right, and when in polls. */
  readonly exchanges: Map<NodeId, { readonly right: boolean; readonly poll: number }>
  /** Since when most of what its time rests on is right; null: it is not. */
  sound_since_us: number | null
}

export class Assumptions {
  static readonly reads = [
    ...TrueClocks.reads,
    ...[TimeSources, TimePolled, TimeExchanged, ClockCorrected].map(({ name }) => name),
    'node-started',
    'node-exited',
    'gap'
  ]
  private readonly clocks = new TrueClocks()
  private readonly clients = new Map<NodeId, Client>()

  /** The true time must be where the node takes it to be. */
  hold(node: NodeId): boolean {
    return typeof this.clients.get(node)?.sound_since_us === 'number'
  }

  observe(event: LabEvent): void {
    this.clocks.observe(event)
    if (event.kind === 'gap') this.clients.clear()
    else if (event.kind === 'node-started' || event.kind === 'node-exited') this.clients.delete(event.node)
    else if (event.kind === 'node-clock') this.unsettle(event.node)
    else if (TimeSources.is(event)) this.start(event.node, event.data)
    else if (TimePolled.is(event)) this.poll(event.node, event.t)
    else if (TimeExchanged.is(event)) this.exchange(event.node, event.t, event.data)
    else if (ClockCorrected.is(event)) this.correct(event.node, event.t)
  }

  private start(node: NodeId, { sources, max_drift_ppm }: Pick<Client, 'sources' | 'max_drift_ppm'>): void {
    const asked = { polls: 0, polled_at_us: 0, exchanges: new Map(), sound_since_us: null }
    this.clients.set(node, { sources, max_drift_ppm, ...asked })
  }

  private poll(node: NodeId, t_us: number): void {
    const client = this.clients.get(node)
    if (client === undefined) return
    client.polls++
    client.polled_at_us = t_us
  }

  private unsettle(node: NodeId): void {
    const client = this.clients.get(node)
    if (client === undefined) return
    client.exchanges.clear()
    client.sound_since_us = null
  }

  /** An answer is always one to the newest poll. */
  private exchange(node: NodeId, t_us: number, { source, source_bound_us }: TimeExchanged['data']): void {
    const client = this.clients.get(node)
    if (client === undefined) return
    const is_own_clock_right =
      !this.clocks.wasSetSince(node, client.polled_at_us) && this.clocks.drift_ppm(node) <= client.max_drift_ppm
    const right = is_own_clock_right && this.wasRight(source, source_bound_us, client.polled_at_us, t_us)
    client.exchanges.set(source, { right, poll: client.polls })
  }

  /** Whether the source's time was within its own bound from then until now. */
  private wasRight(source: NodeId, bound_us: number, from_us: number, to_us: number): boolean {
    const of_source = this.clients.get(source)
    if (of_source !== undefined) return of_source.sound_since_us !== null && of_source.sound_since_us <= from_us
    if (this.clocks.wasSetSince(source, from_us)) return false
    return [from_us, to_us].every((t_us) => this.clocks.error_us(source, t_us) <= bound_us)
  }

  private correct(node: NodeId, t_us: number): void {
    const client = this.clients.get(node)
    if (client === undefined) return
    const { sources, exchanges, polls } = client
    const right = [...exchanges.values()].filter((one) => one.right && polls - one.poll <= POLLS_MAX).length
    const is_sound = right > sources.length / 2
    client.sound_since_us = is_sound ? (client.sound_since_us ?? t_us) : null
  }
}
