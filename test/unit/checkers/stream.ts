import type { RecordedOperation } from '../../../src-main/workload/history'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { Operation } from '../../../src-shared/operations'

/** The events of a run with that history, and one more when all is over. Unknown operations are given up at `give_up_us`. */
export function streamOf(history: readonly RecordedOperation[], give_up_us = 10): LabEvent[] {
  const timed = history.flatMap(({ client, op, operation, invoked_us, completed_us, outcome, result }) => {
    const who = { client, op, latency_us: 0 }
    const end: EventBody =
      outcome === 'ok'
        ? { ...who, kind: 'ok', result: result!, node: 'n1' }
        : { ...who, kind: outcome === 'fail' ? 'fail' : 'info', error: '' }
    // Events carry what protocols serve; the check takes any operation of its data type.
    const begin: EventBody = { kind: 'invoke', client, op, operation: operation as Operation }
    return [
      { t: invoked_us, body: begin },
      { t: completed_us ?? invoked_us + give_up_us, body: end }
    ]
  })
  timed.sort((a, b) => a.t - b.t)
  timed.push({ t: (timed.at(-1)?.t ?? 0) + 1, body: { kind: 'notice', level: 'info', text: 'over' } })
  return timed.map(({ t, body }, i) => ({ ...body, t, seq: i + 1 }) as LabEvent)
}
