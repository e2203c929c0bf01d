import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/multi-leader/invariants'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import type { EventBody, LabEvent } from '../../../src-shared/events'

const NODES = ['n1', 'n2']

/** What the invariants find in these events, by name. */
function findings(...events: EventBody[]): string[] {
  const invariants = createInvariants(NODES)
  return events.flatMap((body, i) => {
    const event = { ...body, t: i, seq: i + 1 } as LabEvent
    return invariants.flatMap((invariant) => {
      const found = invariant.observe(event)
      if (found === null) return []
      return 'lost' in found ? [`lost ${found.lost.join(',')}`] : [invariant.name]
    })
  })
}

/** `marks` such as `n1:2`: the update, which carries the operation of the same name. */
function updates(
  node: string,
  marks: string[],
  seen: number[],
  more: { sum?: number; recovered?: boolean; overwritten?: string[] } = {}
): EventBody {
  const told = marks.map((operation) => ({ origin: operation.split(':')[0]!, n: Number(operation.split(':')[1]), operation }))
  return { kind: 'updates', node, updates: told, seen, sum: seen[0]! * 10 + seen[1]!, overwritten: [], recovered: false, ...more }
}
const began = (node: string) => updates(node, [], [0, 0], { recovered: true })
const write = (client: string, op: number): EventBody => ({
  kind: 'invoke',
  client,
  op,
  operation: { f: 'put', key: 'x', value: 'v' }
})
const ok = (client: string, op: number): EventBody => ({ kind: 'ok', client, op, result: {}, latency_us: 1, node: 'n1' })

test('every invariant of the description is watched', () => {
  expect(createInvariants(NODES).map(({ name }) => name)).toEqual(multiLeader.description.invariants.map(({ name }) => name))
})

describe('the invariants', () => {
  test('find nothing in what is right', () => {
    const found = findings(
      ...[began('n1'), began('n2'), write('n1', 1), updates('n1', ['n1:1'], [1, 0]), ok('n1', 1)],
      ...[updates('n2', ['n2:1', 'n1:1'], [1, 1]), updates('n1', ['n2:1'], [1, 1])],
      updates('n1', ['n1:1', 'n2:1'], [1, 1], { recovered: true })
    )
    expect(found).toEqual([])
  })

  test('find an acknowledged write that a restarted leader does not have', () => {
    expect(findings(began('n1'), write('n1', 1), ok('n1', 1), began('n1'))).toEqual(['acknowledged-kept'])
  })

  test('find two updates of one number', () => {
    const other = { ...updates('n2', ['n1:1'], [1, 0]), updates: [{ origin: 'n1', n: 1, operation: 'c9:9' }] } as EventBody
    expect(findings(began('n1'), began('n2'), updates('n1', ['n1:1'], [1, 0]), other)).toEqual(['one-update-per-number'])
  })

  test('find an update applied again, also within one step', () => {
    const first = updates('n2', ['n1:1'], [1, 0])
    expect(findings(began('n2'), first, first)).toEqual(['applied-once'])
    expect(findings(began('n2'), updates('n2', ['n1:1', 'n1:1'], [1, 0]))).toEqual(['applied-once'])
  })

  test('find a gap', () => {
    expect(findings(began('n2'), updates('n2', ['n1:2'], [2, 0]))).toEqual(['no-update-missed'])
  })

  test('find a version vector that goes back', () => {
    expect(findings(began('n1'), updates('n1', ['n1:1'], [1, 0]), began('n1'))).toEqual(['vector-forward'])
  })

  test('find nodes that differ after the same updates', () => {
    const found = findings(began('n1'), began('n2'), updates('n1', ['n1:1'], [1, 0]), updates('n2', ['n1:1'], [1, 0], { sum: 7 }))
    expect(found).toEqual(['same-updates-same-state'])
  })

  test('name acknowledged writes that were overwritten, whichever was told first', () => {
    const gone = { overwritten: ['n1:1'] }
    const before = [began('n1'), write('n1', 1), updates('n1', ['n1:1'], [1, 0])]
    expect(findings(...before, ok('n1', 1), updates('n1', ['n2:1'], [1, 1], gone))).toEqual(['lost n1:1'])
    expect(findings(...before, updates('n1', ['n2:1'], [1, 1], gone), ok('n1', 1))).toEqual(['lost n1:1'])
    expect(findings(...before, updates('n1', ['n2:1'], [1, 1], gone))).toEqual([])
  })
})
