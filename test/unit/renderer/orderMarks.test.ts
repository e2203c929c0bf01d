import { expect, test } from 'vitest'
import { CausalHistory } from '../../../src-shared/causality/history'
import type { CausalEvent } from '../../../src-shared/causality/history'
import { fitsBelow, standingsOf } from '../../../src-renderer/lab/order/marks'

const event = (id: string, node: string, more: Partial<CausalEvent> = {}): CausalEvent => ({
  id,
  node,
  t_us: 0,
  does: 'write',
  what: id,
  message: null,
  counts: true,
  stamp: null,
  clocks: null,
  ...more
})

test('every event stands in some way to the chosen one', () => {
  const send = event('send', 'n1', { does: 'send', message: 'm' })
  const history = new CausalHistory([
    event('first', 'n1'),
    send,
    event('apart', 'n2'),
    event('receive', 'n2', { does: 'receive', message: 'm' })
  ])
  const standings = [...standingsOf(history, send)].map(([{ id }, standing]) => `${id} ${standing}`)
  expect(standings).toEqual(['first past', 'send chosen', 'apart concurrent', 'receive future'])
})

test('a text is left out where it would run into that of a neighbour', () => {
  expect(fitsBelow([0, 30, 90], () => 40)).toEqual([false, false, true])
  expect(fitsBelow([10], () => 400)).toEqual([true])
})
