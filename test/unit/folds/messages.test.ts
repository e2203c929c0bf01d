import { expect, it } from 'vitest'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { cloneFold } from '../../../src-shared/folds/clone'
import { createMessagesFold, statusOf, foldMessages } from '../../../src-shared/folds/messages'

const REF = { from: 'n1', to: 'n2', boot: 1, n: 7 } as const
const at = (t: number, body: EventBody): LabEvent => ({ ...body, t, seq: t })
const sent = at(1, { kind: 'sent', type: 'vote', bytes: 10, ...REF })
const delivered = (t: number, copy: 0 | 1) => at(t, { kind: 'delivered', late_us: 5, copy, corrupted: copy === 1, ...REF })
const received = at(3, { kind: 'received', type: 'vote', ...REF })

it('shares messages whose fate is known with its copies, which a late word of one of them does not change', () => {
  const fold = createMessagesFold()
  for (const event of [sent, delivered(2, 0), received]) foldMessages(fold, event)
  const before = cloneFold(fold)
  expect(before.recent.at(0)).toBe(fold.recent.at(0))
  foldMessages(fold, delivered(9, 1))
  expect(fold.recent.toArray()).toMatchObject([{ copies: 2, corrupted: true, delivered_us: 2 }])
  expect(before.recent.toArray()).toMatchObject([{ copies: 1, corrupted: false }])
  expect(fold.total).toBe(1)
})

it('copies those under way', () => {
  const fold = createMessagesFold()
  foldMessages(fold, sent)
  const before = cloneFold(fold)
  foldMessages(fold, at(2, { kind: 'dropped', cause: 'cut', ...REF }))
  expect([statusOf(before.recent.at(0)!), statusOf(fold.recent.at(0)!)]).toEqual(['in flight', 'dropped'])
})

it('finds the place of a late word among the newest messages, however many have fallen out before it', () => {
  const fold = createMessagesFold()
  const { capacity } = fold.recent
  const lastly = capacity + 5
  for (let n = 1; n <= lastly; n++) {
    foldMessages(fold, at(n, { kind: 'sent', type: `${n}`, bytes: 1, ...REF, n }))
    foldMessages(fold, at(n, { kind: 'dropped', cause: 'cut', ...REF, n }))
  }
  foldMessages(fold, at(lastly + 1, { kind: 'delivered', late_us: 1, copy: 1, corrupted: false, ...REF, n: lastly - 2 }))
  const copies = fold.recent.toArray().map(({ n, type, copies: arrived }) => [n, type, arrived])
  expect(copies).toHaveLength(capacity)
  expect(copies[0]).toEqual([6, '6', 0])
  expect(copies.filter(([, , arrived]) => arrived === 1)).toEqual([[lastly - 2, `${lastly - 2}`, 1]])
})
