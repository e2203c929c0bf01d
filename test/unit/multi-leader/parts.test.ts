import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import { resolutionOf } from '../../../src-node/protocols/multi-leader/resolutions'
import { partsOf } from '../../../src-node/protocols/multi-leader/resolutions/parts'
import type { WriteOperation } from '../../../src-node/protocols/multi-leader/resolutions/resolution'
import type { LabEvent } from '../../../src-shared/events'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import type { PartsRow } from '../../../src-shared/panels/pictures'
import { multiLeader } from '../../../src-shared/protocols/multi-leader'
import { MEMBERS_TAGGED_MAX, PartsChanged, TAGS_TOLD_MAX } from '../../../src-shared/protocols/multi-leader/facts'
import { partsTables } from '../../../src-shared/protocols/multi-leader/parts'

function eventsOf(id: string): readonly LabEvent[] {
  const { parse } = shippedScenarios().find((one) => one.id === id)!
  if (!parse.ok) throw new Error(`${id} does not parse`)
  const { scenario } = parse
  const events: LabEvent[] = []
  const onEvents = (more: readonly LabEvent[]) => void events.push(...more)
  simulate({ scenario, protocol: findProtocol('multi-leader'), seed: scenario.seed, onEvents })
  return events
}

const MARKS = { held: '', gone: '~', unseen: '?' } as const
const textOf = ({ name, cells, differs }: PartsRow) =>
  `${name}${differs ? '!' : ''}: ${cells.map((cell) => cell.map(({ text, state }) => `${MARKS[state]}${text}`).join(' ') || '-').join(' | ')}`

/** The one key that the scenario is about, as n1 and n2 stand beside each other; `~`: taken away, `?`: not heard of. */
function tableAt(events: readonly LabEvent[], t_us: number): string[] {
  const fold = createRunFold(multiLeader)
  for (const event of events) if (event.t <= t_us) foldEvent(fold, event)
  return partsTables(fold, ['n1', 'n2']).flatMap(({ key, what, rows, total }) => [
    `${what} ${key}`,
    ...[...rows, total].map(textOf)
  ])
}

describe('what a set is made of', () => {
  const events = eventsOf('multi-leader-cart')

  it('is an add of each leader, all of which a remove takes away that saw them', () => {
    expect(tableAt(events, 2_000_000)).toEqual([
      'set cart',
      'bread: n1:2 | n1:2',
      'milk: n1:1 n2:1 | n1:1 n2:1',
      'seen: n1:1–2 n2:1 | n1:1–2 n2:1'
    ])
    expect(tableAt(events, 3_500_000)[2]).toBe('milk: ~n1:1 ~n2:1 | ~n1:1 ~n2:1')
  })

  it('shows the concurrent add that a remove did not see, before both know of it and after', () => {
    expect(tableAt(events, 4_050_000)[1]).toBe('bread!: ~n1:2 ?n2:2 | ~n1:2 n2:2')
    expect(tableAt(events, 5_000_000)[1]).toBe('bread: ~n1:2 n2:2 | ~n1:2 n2:2')
  })
})

describe('what a counter is made of', () => {
  it('is a part of each leader, and their sum', () => {
    const events = eventsOf('multi-leader-increments-crdt')
    expect(tableAt(events, 2_010_000)).toEqual(['counter likes', 'by n1!: +2 −0 | +1 −0', 'by n2!: +1 −0 | +2 −0', 'sum: 3 | 3'])
    expect(tableAt(events, 5_400_000)).toEqual(['counter likes', 'by n1: +5 −0 | +5 −0', 'by n2: +5 −0 | +5 −0', 'sum: 10 | 10'])
  })

  it('leaves out what was deleted', () => {
    const resolution = resolutionOf({ conflicts: 'crdt', merge_function: 'union' })
    const write = (state: typeof resolution.empty, operation: WriteOperation) =>
      resolution.join(state, resolution.write(state, { operation, name: 'c:1', actor: 'n1', origin: 0, at_us: 1 }))
    let state = write(resolution.empty, { f: 'increment', key: 'k', by: 5 })
    state = write(state, { f: 'increment', key: 'k', by: -2 })
    expect(resolution.parts(state)).toEqual({ counter: [{ replica: 'n1', plus: 5, minus: 2 }] })
    state = write(write(state, { f: 'delete', key: 'k' }), { f: 'increment', key: 'k', by: 1 })
    expect(resolution.parts(state)).toEqual({ counter: [{ replica: 'n1', plus: 1, minus: 0 }] })
  })
})

it('is told of no more members and adds than anybody reads', () => {
  const many = Array.from(
    { length: MEMBERS_TAGGED_MAX + 5 },
    (_, i) => [`m${String(i).padStart(3, '0')}`, [['n1', [1, 1000]]]] as const
  )
  const nothing = { increments: [], decrements: [] }
  const { set } = partsOf({
    register: { store: [], context: [] },
    counter: nothing,
    deleted: nothing,
    set: { store: many, context: [['n1', [1, 1000]]] }
  })
  expect([set!.members.length, set!.members[0]!.tags.length, set!.seen]).toEqual([
    MEMBERS_TAGGED_MAX,
    TAGS_TOLD_MAX,
    [{ replica: 'n1', first: 1, last: 1000 }]
  ])
})

it('says it in one sentence', () => {
  const counters = [
    {
      key: 'likes',
      parts: [
        { replica: 'n1', plus: 5, minus: 1 },
        { replica: 'n2', plus: 2, minus: 0 }
      ]
    }
  ]
  const sets = [{ key: 'cart', members: [{ member: 'milk', tags: ['n1:1', 'n2:1'] }], seen: [] }]
  expect(PartsChanged.textOf(PartsChanged.of('n1', { counters, sets }))).toBe(
    'On n1 likes counts 6 in 2 parts and cart holds 2 adds of 1 member.'
  )
})
