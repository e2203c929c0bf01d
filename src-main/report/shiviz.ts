/**
 * A log for ShiViz, for its default parser: a line that says what happened, then the host and its vector clock as JSON. Clocks are
 * made anew over the events of the log (Fidge 1988, Mattern 1989), so that each host's own entry counts 1, 2, 3 … although the run's
 * clocks ticked for messages, too, that were not traced.
 */
import type { EndpointId } from '../../src-shared/ids'
import type { EventOf, LabEvent, MessageRef } from '../../src-shared/events'
import { momentsOf } from './moments'
import type { Moment } from './moments'

/** ShiViz draws every event of its log, and a browser must bear that. */
const LOG_EVENTS_MAX = 20_000
/** Speaks when the log has something to say of itself. */
const SCENARIO_HOST = 'netsplit'

type Clock = ReadonlyMap<EndpointId, number>

/** The log, two lines for each event, of the first `events_max` events that it shows. */
export async function* shivizLog(
  batches: AsyncIterable<readonly LabEvent[]>,
  events_max = LOG_EVENTS_MAX
): AsyncGenerator<string> {
  const { moments, is_whole } = await collect(batches, events_max)
  const clocks = new Clocks()
  for (const { host, text, event } of moments) yield lines(host, text, clocks.advance(host, event))
  if (is_whole) return
  const end = `the log ends here: it shows the first ${events_max.toLocaleString('en')} events of a longer run`
  yield lines(SCENARIO_HOST, end, new Map([[SCENARIO_HOST, 1]]))
}

/** In the order in which things happened: a paused process tells late what it sent. */
async function collect(
  batches: AsyncIterable<readonly LabEvent[]>,
  events_max: number
): Promise<{ readonly moments: readonly Moment[]; readonly is_whole: boolean }> {
  const moments: Moment[] = []
  const labels = new Map<number, EventOf<'fault-started'>>()
  reading: for await (const events of batches) {
    for (const event of events) {
      if (event.kind === 'fault-started') labels.set(event.fault, event)
      moments.push(...momentsOf(event, labels))
      if (moments.length > events_max) break reading
    }
  }
  const is_whole = moments.length <= events_max
  const shown = moments.slice(0, events_max).sort((a, b) => a.event.t - b.event.t || a.event.seq - b.event.seq)
  return { moments: shown, is_whole }
}

/** Every host's vector clock, and those that messages carry. */
class Clocks {
  private readonly hosts = new Map<EndpointId, Map<EndpointId, number>>()
  private readonly carried = new Map<string, Clock>()

  /** The host's clock after the event. A receive whose send is not in the log is a local event. */
  advance(host: EndpointId, event: LabEvent): Clock {
    let clock = this.hosts.get(host)
    if (!clock) this.hosts.set(host, (clock = new Map()))
    if (event.kind === 'received') {
      for (const [other, count] of this.carried.get(messageName(event)) ?? []) {
        clock.set(other, Math.max(count, clock.get(other) ?? 0))
      }
    }
    clock.set(host, (clock.get(host) ?? 0) + 1)
    if (event.kind === 'sent') this.carried.set(messageName(event), new Map(clock))
    return clock
  }
}

function messageName({ from, to, boot, n }: MessageRef): string {
  return `${from}>${to}:${boot}:${n}`
}

function lines(host: EndpointId, text: string, clock: Clock): string {
  const oneLine = text.replaceAll(/\s+/g, ' ')
  return `${oneLine}\n${host.replaceAll(/\s/g, '_')} ${JSON.stringify(Object.fromEntries(clock))}\n`
}
