import { expect, test } from 'vitest'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { readSettings } from '../../../src-node/protocols/kit/settings'

const description = {
  parameters: {
    heartbeat_ms: { type: 'number', title: '', unit: 'ms', default: 50, min: 1, max: 100 },
    timeout_ms: { type: 'range', title: '', unit: 'ms', default: [150, 300], min: 1, max: 1000 },
    batch: { type: 'number', title: '', unit: 'entries', default: 8, min: 1, max: 100 },
    eager: { type: 'boolean', title: '', default: true },
    mode: { type: 'choice', title: '', default: 'slow', choices: ['slow', 'fast'] }
  },
  switches: []
} as const satisfies Partial<ProtocolDescription>

test('durations become microseconds, all else stays as it is given', () => {
  const settings = readSettings(description, { heartbeat_ms: 0.5, timeout_ms: [1, 2], batch: 3, eager: false, mode: 'fast' })
  expect(settings).toEqual({ heartbeat_us: 500, timeout_us: [1000, 2000], batch: 3, eager: false, mode: 'fast' })
})

test('a range that is given as one number is exact', () => {
  const settings = readSettings(description, { heartbeat_ms: 1, timeout_ms: 7, batch: 1, eager: true, mode: 'slow' })
  expect(settings.timeout_us).toEqual([7000, 7000])
})
