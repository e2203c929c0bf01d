/** Time with writes pending; ends when the last pending write completes or times out. */
import { Blocking } from '../folds/blocking'
import { operationKey } from '../folds/operations'
import { isWrite } from '../operations'
import { isWithin, metricsPerSpan } from './metric'
import type { Metrics } from './metric'

export const blockedWriteMetrics = metricsPerSpan({
  descriptions: [
    { name: 'blocked_ms', title: 'Time in which writes were asked for and none succeeded, for 250 ms or more', unit: 'ms' }
  ],
  reads: ['invoke', 'ok', 'fail', 'info'],
  /** `open`: writes without an outcome. `ended_us`: when one last had one. */
  create: () => ({ blocking: new Blocking(), open: new Set<string>(), ended_us: 0, asked: false }),
  fold(waits, event, span) {
    if (!isWithin(event.t, span)) return
    if (event.kind === 'invoke') {
      if (!isWrite(event.operation)) return
      waits.asked = true
      waits.open.add(operationKey(event))
      waits.blocking.ask(event.t)
    } else if (event.kind === 'ok' || event.kind === 'fail' || event.kind === 'info') {
      if (!waits.open.delete(operationKey(event))) return
      waits.ended_us = Math.max(waits.ended_us, event.t)
      if (event.kind === 'ok') waits.blocking.close(event.t)
    }
  },
  figures({ blocking, open, ended_us, asked }, span, { cluster }): Metrics {
    if (!asked) return {}
    const until_us = open.size > 0 ? Math.min(span.to_us, cluster.now_us) : ended_us
    return { blocked_ms: blocking.total_ms(until_us) }
  }
})
