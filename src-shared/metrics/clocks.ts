/** How far clocks are off, and what nodes know of that. Only where a clock is off, or kept. */
import { isWithin, metricsPerSpan } from './metric'
import type { Metrics } from './metric'

const US_PER_DAY = 86_400e6

interface Seen {
  readonly most: Metrics
  readonly gains: Map<string, Gain>
}

interface Gain {
  readonly from_us: number
  readonly error_ms: number
  ms_per_us: number
}

export const clockMetrics = metricsPerSpan<Seen>({
  descriptions: [
    { name: 'clock_error.max_ms', title: 'Clock that was most off', unit: 'ms' },
    { name: 'clock_gain.s_per_day', title: 'What a clock gains or loses, as much a day', unit: 's' },
    { name: 'believed_error.max_ms', title: 'Corrected clock that was most off', unit: 'ms' },
    { name: 'clock_bound.max_ms', title: 'Most that a node took its time to be off by', unit: 'ms' },
    { name: 'clock_bound.misses', title: 'Samples in which true time was not within what a node took it to be', unit: '' }
  ],
  reads: ['sample', 'node-clock'],
  create: () => ({ most: {}, gains: new Map() }),
  fold({ most, gains }, event, span) {
    if (event.kind === 'node-clock') gains.delete(event.node)
    if (event.kind !== 'sample' || !isWithin(event.t, span)) return
    const { clock_error_ms: error_ms, believed_error_ms, clock_bound_ms } = event.values
    if (error_ms) raise(most, 'clock_error.max_ms', Math.abs(error_ms))
    if (error_ms !== undefined) gain(gains, event.node, event.t, error_ms)
    if (believed_error_ms === undefined || clock_bound_ms === undefined) return
    raise(most, 'believed_error.max_ms', Math.abs(believed_error_ms))
    raise(most, 'clock_bound.max_ms', clock_bound_ms)
    most['clock_bound.misses'] = (most['clock_bound.misses'] ?? 0) + (Math.abs(believed_error_ms) > clock_bound_ms ? 1 : 0)
  },
  figures({ most, gains }) {
    const fastest = Math.max(0, ...[...gains.values()].map(({ ms_per_us }) => Math.abs(ms_per_us)))
    return fastest === 0 ? most : { ...most, 'clock_gain.s_per_day': (fastest * US_PER_DAY) / 1000 }
  }
})

function raise(most: Metrics, name: string, value: number): void {
  most[name] = Math.max(most[name] ?? 0, value)
}

/** From the first sample of the span to this one. */
function gain(gains: Map<string, Gain>, node: string, t_us: number, error_ms: number): void {
  const gained = gains.get(node)
  if (gained === undefined) gains.set(node, { from_us: t_us, error_ms, ms_per_us: 0 })
  else if (t_us > gained.from_us) gained.ms_per_us = (error_ms - gained.error_ms) / (t_us - gained.from_us)
}
