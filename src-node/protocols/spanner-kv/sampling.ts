/** Gauges under the names of the description's series. */
import { boundOf_us } from '../../../src-shared/clock/interval'
import { machineOf } from './groups'
import { spannerMachine } from './machine'
import type { SpannerState } from './state'
import { trueTime } from './true-time'

export function sample(state: SpannerState): Record<string, number> {
  const { host, now_us, writes, recent_wait_ms } = state
  const interval = trueTime(state, now_us)
  const safe_us = [...host.groups.values()].map((hosted) => machineOf(hosted.state).safe_us)
  const lag_us = now_us - Math.min(...safe_us)
  return {
    ...(interval !== null && { epsilon_ms: boundOf_us(interval) / 1000 }),
    ...(recent_wait_ms !== null && { commit_wait_ms: recent_wait_ms }),
    ...(safe_us.length > 0 && { waiting_commits: writes.size }),
    ...(Number.isFinite(lag_us) && { safe_lag_ms: Math.max(0, lag_us / 1000) })
  }
}

export function sampleGroups({ host }: SpannerState): Map<string, Readonly<Record<string, number>>> {
  return new Map([...host.groups].map(([group, { state }]) => [group, spannerMachine.sample(machineOf(state))]))
}
