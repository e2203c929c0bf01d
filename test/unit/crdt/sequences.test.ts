/**
 * The sequence beside Automerge's (also a replicated growable array) and Yjs's (YATA) under the same schedules. Each breaks ties
 * in its own way; what all of them promise is held against all of them.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EDITORS } from './editors'
import type { Editor, Library } from './editors'

const REPLICAS = ['A', 'B', 'C']

type Step =
  | { readonly do: 'insert' | 'remove'; readonly replica: number; readonly place: number }
  | { readonly do: 'merge'; readonly replica: number; readonly from: number }

const replica = fc.nat(REPLICAS.length - 1)
const edit = (does: 'insert' | 'remove') => fc.record({ do: fc.constant(does), replica, place: fc.nat(99) })
const merge = fc.record({ do: fc.constant('merge' as const), replica, from: replica })
const schedule = (removes: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: edit('insert') },
      { weight: removes, arbitrary: edit('remove') },
      { weight: 3, arbitrary: merge }
    ),
    { maxLength: 40, size: 'max' }
  )

interface ReplayResult {
  readonly editors: readonly Editor[]
  /** Everything that any replica ever showed, in turn, and at last what all show when they have heard of everything. */
  readonly shown: readonly (readonly string[])[]
  /** What each element was inserted behind; null: the front. */
  readonly behind: ReadonlyMap<string, string | null>
}

/** `place` is taken among our own elements, in creation order, so that every library edits the same one. */
function play(library: Library, script: readonly Step[]): ReplayResult {
  const editors = REPLICAS.map((name) => EDITORS[library](name))
  const shown: (readonly string[])[] = []
  const behind = new Map<string, string | null>()
  script.forEach((step, turn) => {
    const editor = editors[step.replica]!
    if (step.do === 'merge') {
      if (step.from !== step.replica) editor.merge(editors[step.from]!)
    } else {
      const list = editor.list()
      const byAge = [...list].sort()
      const target = byAge[step.place % (list.length + 1)]
      const label = String(turn).padStart(2, '0')
      if (step.do === 'insert') {
        behind.set(label, target ?? null)
        editor.insert(target === undefined ? 0 : list.indexOf(target) + 1, label)
      } else if (target !== undefined) editor.remove(list.indexOf(target))
    }
    shown.push(editor.list())
  })
  gossip(editors)
  return { editors, shown: [...shown, editors[0]!.list()], behind }
}

/** Until everybody has heard of everything. */
function gossip(editors: readonly Editor[]): void {
  const [first, ...others] = editors
  for (const other of others) first!.merge(other)
  for (const other of others) other.merge(first!)
}

describe.each(Object.keys(EDITORS) as Library[])('%s', (library) => {
  it('converges, and keeps every element behind the one it was inserted after', () => {
    fc.assert(
      fc.property(schedule(2), (script) => {
        const { editors, shown, behind } = play(library, script)
        const last = shown.at(-1)!
        for (const editor of editors) expect(editor.list()).toEqual(last)
        for (const list of shown)
          for (const [label, before] of behind)
            if (list.includes(label) && before !== null && list.includes(before))
              expect(list.indexOf(before)).toBeLessThan(list.indexOf(label))
      }),
      { numRuns: 60 }
    )
  })

  it('never shows two elements now in one order and now in the other', () => {
    fc.assert(
      fc.property(schedule(2), (script) => {
        const orders = new Set<string>()
        for (const list of play(library, script).shown)
          list.forEach((label, at) => list.slice(at + 1).forEach((later) => orders.add(`${label}<${later}`)))
        const both = [...orders].filter((order) => orders.has(order.split('<').reverse().join('<')))
        expect(both).toEqual([])
      }),
      { numRuns: 40 }
    )
  })

  it('keeps runs typed at the same place at the same time whole', () => {
    const length = fc.integer({ min: 1, max: 6 })
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), length, length, length, (size, place, ...lengths) => {
        const editors = REPLICAS.map((name) => EDITORS[library](name))
        for (let at = 0; at < size; at++) editors[0]!.insert(at, `-${at}`)
        gossip(editors)
        const start = Math.min(place, size)
        const runs = lengths.map((length, r) => Array.from({ length }, (_, at) => `${REPLICAS[r]}${at}`))
        runs.forEach((run, r) => run.forEach((label, at) => editors[r]!.insert(start + at, label)))
        gossip(editors)
        for (const editor of editors) {
          const list = editor.list()
          for (const run of runs) expect(list.slice(list.indexOf(run[0]!)).slice(0, run.length)).toEqual(run)
        }
      }),
      { numRuns: 40 }
    )
  })
})

it('shows the same elements at every moment as Automerge and Yjs, whatever is removed meanwhile', () => {
  fc.assert(
    fc.property(schedule(3), (script) => {
      const elements = (library: Library) => play(library, script).shown.map((list) => [...list].sort())
      const ours = elements('rga')
      expect(elements('automerge')).toEqual(ours)
      expect(elements('yjs')).toEqual(ours)
    }),
    { numRuns: 40 }
  )
})

it('shows the very lists of Automerge while nothing is removed (a remove moves its clock on, and not ours)', () => {
  fc.assert(
    fc.property(schedule(0), (script) => {
      expect(play('rga', script).shown).toEqual(play('automerge', script).shown)
    }),
    { numRuns: 40 }
  )
})
