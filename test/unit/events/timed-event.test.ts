import { expect, test } from 'vitest'
import { timedEvent } from '../../../src-shared/events'
import type { EventBody } from '../../../src-shared/events'

const ref = { from: 'n1', to: 'n2', boot: 1, n: 7 }
const clock = { lamport: 3, vector: [3, 0] }
const bodies: EventBody[] = [
  { kind: 'sent', ...ref, type: 'request-vote', bytes: 40 },
  { kind: 'sent', ...ref, type: 'append-entries', bytes: 60, forms: ['heartbeat'], says: 'term=1', clock },
  { kind: 'delivered', late_us: 12, copy: 0, corrupted: false, ...ref },
  { kind: 'delivered', late_us: 12, copy: 0, corrupted: false, altered: true, ...ref },
  { kind: 'received', ...ref, type: 'request-vote', clock },
  { kind: 'dropped', cause: 'loss', ...ref },
  { kind: 'invoke', client: 'c1', op: 3, operation: { f: 'get', key: 'k1' } },
  { kind: 'invoke', client: 'c1', op: 3, operation: { f: 'get', key: 'k1' }, policy: 'quorum', script: 2 },
  { kind: 'attempt', client: 'c1', op: 3, attempt: 1, node: 'n2' },
  { kind: 'ok', client: 'c1', op: 3, result: { value: null }, latency_us: 900, node: 'n2' },
  { kind: 'ok', client: 'c1', op: 3, result: {}, token: '7', copy: { of: 'replica', age_us: 5 }, latency_us: 900, node: 'n2' },
  { kind: 'fact', fact: 'commit', node: 'n1', data: { index: 4 } },
  { kind: 'fact', fact: 'commit', node: 'n1', group: 'g2', data: { index: 4 } }
]

test.each(bodies)('$kind: all that its source told, in its order, behind the time', (body) => {
  const text = JSON.stringify({ ...timedEvent(5, body), seq: undefined })
  expect(JSON.parse(text)).toEqual({ t: 5, ...body })
  if (body.kind !== 'fact') expect(text).toBe(JSON.stringify({ t: 5, ...body }))
})
