import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compress, decompress } from '../../../src-renderer/lab/run/compression'
import type { LabEvent } from '../../../src-shared/events'
import { encodeEvents } from '../../../src-shared/wire/events'

function expectRestored(bytes: Uint8Array): void {
  expect(Buffer.compare(decompress(compress(bytes), bytes.length), bytes)).toBe(0)
}

test('any bytes come back as they were', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), expectRestored))
})

test('so do bytes that repeat near and far, in runs of any length', () => {
  const run = fc.record({ pattern: fc.uint8Array({ minLength: 1, maxLength: 20 }), times: fc.nat(400) })
  const repeating = fc.array(run, { maxLength: 40 }).map((runs) => {
    return Uint8Array.from(runs.flatMap(({ pattern, times }) => Array.from({ length: times }, () => [...pattern]).flat()))
  })
  fc.assert(fc.property(repeating, expectRestored), { numRuns: 50 })
})

test('repetitions farther away than a reference reaches are stored anew', () => {
  const bytes = new Uint8Array(200_000)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(at % 70_000, 0x9e3779b1) >>> 24
  expectRestored(bytes)
})

test('encoded events take less than half of their length', () => {
  const events = Array.from({ length: 1000 }, (_, n): LabEvent => {
    const message = { from: `n${1 + (n % 3)}`, to: `n${1 + ((n * 7) % 5)}`, boot: 1, n: 300 + n }
    return { kind: 'sent', t: 1_000_000 + n * 217, seq: 5000 + n, ...message, type: 'append-entries', bytes: 80 + (n % 40) }
  })
  const bytes = encodeEvents(events)
  expect(compress(bytes).length).toBeLessThan(bytes.length / 2)
})
