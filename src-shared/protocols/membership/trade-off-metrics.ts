/** How soon each detector could be at one false alarm a minute, on the same heartbeats. */
import { phiTradeOff, silenceWithin, timeoutTradeOff } from '../../failure-detection/trade-off'
import type { TradeOffPoint } from '../../failure-detection/trade-off'
import type { Ring } from '../../folds/ring'
import { isWithin, metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import type { Heard } from './detectors'
import { foldHeard } from './detectors'
import { HeartbeatHeard } from './facts'
import { gapsByPeer } from './heard-gaps'
import { phiSettings } from './phi-settings'

const ALARMS_PER_MINUTE = 1

export const tradeOffMetrics = metricsPerSpan({
  descriptions: [
    { name: 'timeout.silence_ms', title: 'Shortest fixed timeout with at most one false alarm a minute of a peer', unit: 'ms' },
    { name: 'phi.silence_ms', title: 'Mean silence until suspicion of the lowest φ with as few', unit: 'ms' }
  ],
  reads: [HeartbeatHeard.name],
  create: (): Map<string, Ring<Heard>> => new Map(),
  fold(heard, event, span) {
    if (isWithin(event.t, span)) foldHeard(heard, event)
  },
  figures(heard, _, { cluster }): Metrics {
    const gaps = [...gapsByPeer(heard).values()].flat()
    return {
      ...silence('timeout.silence_ms', timeoutTradeOff(gaps)),
      ...silence('phi.silence_ms', phiTradeOff(gaps, phiSettings(cluster.parameters)))
    }
  }
})

function silence(name: string, points: readonly TradeOffPoint[]): Metrics {
  const silence_us = silenceWithin(points, ALARMS_PER_MINUTE)
  return silence_us === null ? {} : { [name]: silence_us / 1000 }
}
