import { expect, test } from 'vitest'
import { evaluateScript } from '../../../src-shared/scenario/expectations/script'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { ScriptEntry } from '../../../src-shared/scenario/sections/script'

const get = { f: 'get', key: 'x' } as const
const entry = (wanted: Partial<NonNullable<ScriptEntry['expect']>>): ScriptEntry => ({
  at: 1500,
  client: 'c1',
  node: 'n2',
  operation: get,
  expect: { outcome: 'ok', ...wanted }
})
const stream = (...bodies: EventBody[]) => bodies.map((body, i): LabEvent => ({ ...body, t: i, seq: i + 1 }))
const invoke = { kind: 'invoke', client: 'c1', op: 4, operation: get, script: 0 } as const
const answered = (fields: object) =>
  ({ kind: 'ok', client: 'c1', op: 4, result: {}, latency_us: 1, node: 'n2', ...fields }) as const

test('an entry is met by its own operation alone, and says what it wanted and saw', () => {
  const other = { kind: 'ok', client: 'c2', op: 4, result: { value: '8' }, latency_us: 1, node: 'n1' } as const
  const events = stream(invoke, other, answered({ result: { value: '7' } }))
  expect(evaluateScript([entry({ value: '7', because: 'it is newer' })], events)).toEqual([
    { text: "At 1.5 s c1's get x via n2 reads 7: it is newer", met: true, observed: '7 from n2' }
  ])
  expect(evaluateScript([entry({ value: '8' })], events)[0]!.met).toBe(false)
})

test('siblings come in any order; a token must be the same', () => {
  const events = stream(invoke, answered({ result: { value: 'b', siblings: ['a', 'b'] }, token: '[1,0]' }))
  const met = (wanted: Parameters<typeof entry>[0]) => evaluateScript([entry(wanted)], events)[0]!.met
  expect([met({ siblings: ['b', 'a'] }), met({ siblings: ['a'] }), met({ token: '[1,0]' }), met({ token: '[0,1]' })]).toEqual([
    true,
    false,
    true,
    false
  ])
})

test('what has no end is unknown, what failed is no answer', () => {
  expect(evaluateScript([entry({ outcome: 'unknown' })], stream(invoke))[0]).toMatchObject({
    met: true,
    observed: 'it never ended'
  })
  const failed = stream(invoke, { kind: 'fail', client: 'c1', op: 4, error: 'too few', latency_us: 1 })
  expect(evaluateScript([entry({ value: null })], failed)[0]).toMatchObject({ met: false, observed: 'fail: too few' })
  expect(evaluateScript([entry({ outcome: 'fail' })], failed)[0]!.met).toBe(true)
})
