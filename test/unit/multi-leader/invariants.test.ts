import { describe, expect, test } from 'vitest'
import { createInvariants } from '../../../src-node/protocols/multi-leader/invariants'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'

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
function updates(node: string, marks: string[], seen: number[], more: Partial<Updates['data']> = {}): EventBody {
  const told = marks.map((operation) => ({ origin: operation.split(':')[0]!, n: Number(operation.split(':')[1]), operation }))
  return Updates.of(node, { updates: told, seen, sum: seen[0]! * 10 + seen[1]!, overwritten: [], recovered: false, ...more })
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
    const other = updates('n2', [], [1, 0], { updates: [{ origin: 'n1', n: 1, operation: 'c9:9' }] })
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

const started = (node: string, generation: number): EventBody => ({ kind: 'node-started', node, boot: 2, pid: null, generation })

describe('what an invariant does not know it does not say', () => {
  /** n1 takes so many writes of c9, and tells of each. */
  const many = (count: number, from: number) => Array.from({ length: count }, (_, i) => `n1:${from + i}`)

  test('a write answered after more updates than are remembered is not taken for one that is on no disk', () => {
    const others = updates('n1', many(40_000, 2), [40_001, 0])
    const found = findings(
      ...[began('n1'), write('n1', 1), updates('n1', ['n1:1'], [1, 0]), others, ok('n1', 1)],
      updates('n1', [], [40_001, 0], { recovered: true })
    )
    expect(found).toEqual([])
  })

  test('a write answered before a crash may be among updates that a whole state or a trimmed log hides', () => {
    const found = (told: string[], count: number) =>
      findings(began('n1'), write('n1', 9), ok('n1', 9), updates('n1', told, [count, 0], { recovered: true }))
    expect(found(['n1:1', 'n1:2'], 2)).toEqual(['acknowledged-kept'])
    expect(found(['n1:2'], 2)).toEqual([])
  })

  test('a write answered after events were missed may have been told of in them', () => {
    const gap: EventBody = { kind: 'gap', node: 'n1', from: 1, to: 2 } as unknown as EventBody
    expect(findings(began('n1'), write('n1', 1), gap, ok('n1', 1), began('n1'))).toEqual([])
  })

  test('but it goes on judging what was written after updates that nobody told of', () => {
    const untold = updates('n1', ['n1:3'], [3, 0], { recovered: true })
    expect(findings(began('n1'), untold, write('n1', 7), ok('n1', 7), untold)).toEqual(['acknowledged-kept'])
  })
})

describe('a disk that is lost or replaced', () => {
  const before = [began('n1'), began('n2'), write('n1', 1), updates('n1', ['n1:1'], [1, 0]), ok('n1', 1)]

  test('takes with it what no other node had: a loss, and no breach', () => {
    expect(findings(...before, started('n1', 1), began('n1'))).toEqual(['lost n1:1'])
    expect(findings(...before, updates('n2', ['n1:1'], [1, 0]), started('n1', 1), began('n1'))).toEqual([])
    expect(findings(began('n1'), began('n2'), write('n1', 1), ok('n1', 1), started('n1', 1), began('n1'))).toEqual(['lost n1:1'])
  })

  test('excuses nothing at a restart with the same disk', () => {
    expect(findings(...before, started('n1', 0), began('n1'))).toEqual(['vector-forward'])
    expect(
      findings(...before, started('n1', 1), began('n1'), started('n1', 1), updates('n1', ['n1#1:1'], [0, 0, 1]), began('n1'))
    ).toEqual(['lost n1:1', 'vector-forward'])
  })

  test('does not excuse a number that is given twice', () => {
    const again = updates('n1', [], [1, 0], { updates: [{ origin: 'n1', n: 1, operation: 'c9:9' }] })
    expect(findings(...before, started('n1', 1), began('n1'), again)).toEqual(['lost n1:1', 'one-update-per-number'])
  })
})
