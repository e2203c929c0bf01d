import { describe, expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { eventsLost, historyOf, parseHistory } from '../../../src-main/workload/history'

function stream(...bodies: EventBody[]): LabEvent[] {
  return bodies.map((body, i) => ({ ...body, t: 10 * (i + 1), seq: i + 1 }) as LabEvent)
}

const invoke = (client: string, op: number): EventBody => ({
  kind: 'invoke',
  client,
  op,
  operation: { f: 'put', key: 'k1', value: `${client}-${op}` }
})

describe('historyOf', () => {
  it('pairs each invocation with its end; what has none is unknown', () => {
    const events = stream(
      invoke('c1', 1),
      invoke('c2', 1),
      { kind: 'ok', client: 'c2', op: 1, result: {}, latency_us: 10, node: 'n1' },
      invoke('c2', 2),
      { kind: 'info', client: 'c1', op: 1, error: 'no answer', latency_us: 40 },
      invoke('c1', 2),
      { kind: 'fail', client: 'c1', op: 2, error: 'refused', latency_us: 10 }
    )
    expect(
      historyOf(events).map(({ client, op, outcome, invoked_us, completed_us }) => [
        client,
        op,
        outcome,
        invoked_us,
        completed_us
      ])
    ).toEqual([
      ['c1', 1, 'unknown', 10, null],
      ['c2', 1, 'ok', 20, 30],
      ['c2', 2, 'unknown', 40, null],
      ['c1', 2, 'fail', 60, 70]
    ])
  })
})

describe('eventsLost', () => {
  it('counts gaps through which operations pass, and no others', () => {
    const gap = (source: string): EventBody => ({ kind: 'gap', source, lost: 2 })
    expect(eventsLost(stream(gap('clients'), gap('n1'), gap('lab')))).toBe(4)
  })
})

it('refuses a history that has an operation twice, and says where it stood first', () => {
  const line = (op: number) =>
    `{"client":"c1","op":${op},"operation":{"f":"get","key":"k"},"invoked_us":1,"completed_us":2,"outcome":"ok","result":{"value":null}}\n`
  expect(() => parseHistory(`${line(1)}\n${line(2)}${line(1)}`)).toThrow(
    expect.objectContaining({ line: 4, message: 'operation 1 of c1 stands in line 1 already; expected each once' }) as Error
  )
})
