import { expect, test } from 'vitest'
import { intervalAround } from '../../../src-shared/clock/interval'
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { startSampler } from '../../../src-node/node-core/sampler'
import type { RuntimeGauges } from '../../../src-node/node-core/sampler'

const LOG = { counters: { batches: 0, records: 0, busy_us: 0 } }
const TRANSPORT = { counters: { frames_sent: 0, frames_received: 0, frames_corrupt: 0, frames_dropped: {} }, openRequests: 0 }

/** What is sampled of a clock that is 3 ms ahead of a true time of 1 s. */
function sampleOnce(believedTime: (now_us: number) => ClockInterval | null): RuntimeGauges {
  const samples: RuntimeGauges[] = []
  let run = (): void => {}
  startSampler({
    log: LOG,
    transport: TRANSPORT,
    clock: { now_us: () => 1_003_000 },
    believedTime,
    scheduler: {
      now_us: () => 1_000_000,
      after(_delay_us, then) {
        run = then
        return () => {}
      }
    },
    interval_ms: 200,
    onSample: (values) => samples.push(values)
  })
  run()
  return samples[0]!
}

test('a node that keeps a clock tells how far that is off, and how far it may be', () => {
  const values = sampleOnce((now_us) => intervalAround(now_us - 2_500, 4_000))
  expect(values).toMatchObject({ clock_error_ms: 3, believed_error_ms: 0.5, clock_bound_ms: 4 })
})

test('one that has no time yet tells of its own clock alone', () => {
  const values = sampleOnce(() => null)
  expect(values).toMatchObject({ clock_error_ms: 3 })
  expect(values).not.toHaveProperty('believed_error_ms')
})
