import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DueHeap } from '../../../src-shared/due-heap'
import type { Due } from '../../../src-shared/due-heap'

interface Item extends Due {
  readonly name: number
  readonly link: number
}

const items = fc.array(fc.record({ due_us: fc.integer({ min: 0, max: 20 }), link: fc.integer({ min: 0, max: 1 }) }), {
  maxLength: 60
})

function filled(wanted: readonly { due_us: number; link: number }[]): DueHeap<Item> {
  const heap = new DueHeap<Item>()
  wanted.forEach((item, name) => heap.push({ ...item, name, order: 0 }))
  return heap
}

function popAll(heap: DueHeap<Item>): Item[] {
  const all: Item[] = []
  for (let item = heap.pop(); item; item = heap.pop()) all.push(item)
  return all
}

it('items come out by due time, and among equals in the order they went in', () => {
  fc.assert(
    fc.property(items, (wanted) => {
      const sorted = wanted
        .map((item, name) => ({ due_us: item.due_us, name }))
        .sort((a, b) => a.due_us - b.due_us || a.name - b.name)
      expect(popAll(filled(wanted)).map(({ due_us, name }) => ({ due_us, name }))).toEqual(sorted)
    }),
    { seed: 3 }
  )
})

it('hastened items are due by the horizon in the order they had; others stay', () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 0, max: 20 }), (wanted, horizon_us) => {
      const before = popAll(filled(wanted))
      const heap = filled(wanted)
      heap.moveForward((item) => item.link === 0, horizon_us)
      const after = popAll(heap)
      const of = (all: readonly Item[], link: number) => all.filter((item) => item.link === link).map((item) => item.name)
      expect(of(after, 0)).toEqual(of(before, 0))
      expect(of(after, 1)).toEqual(of(before, 1))
      expect(after.every((item, i) => i === 0 || item.due_us >= after[i - 1]!.due_us)).toBe(true)
      for (const item of after) {
        const due_us = wanted[item.name]!.due_us
        expect(item.due_us).toBe(item.link === 0 ? Math.min(due_us, horizon_us) : due_us)
      }
    }),
    { seed: 4 }
  )
})
