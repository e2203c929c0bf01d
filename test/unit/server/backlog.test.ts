import { expect, it } from 'vitest'
import { Backlog } from '../../../src-main/server/backlog'
import type { LabEvent } from '../../../src-shared/events'

const role = (seq: number): LabEvent => ({ kind: 'role', node: 'n1', role: 'leader', term: seq, leader: 'n1', t: seq * 10, seq })
const dropped = (seq: number): LabEvent => ({
  kind: 'dropped',
  cause: 'cut',
  from: 'n1',
  to: 'n2',
  boot: 1,
  n: seq,
  t: seq * 10,
  seq
})

it('keeps a short run whole and in order', () => {
  const backlog = new Backlog()
  const events = [role(1), dropped(2), role(3), dropped(4)]
  backlog.add(events.slice(0, 1))
  backlog.add(events.slice(1))
  expect(backlog.events()).toEqual(events)
})

it('lets messages go before roles, and says so with a gap', () => {
  const backlog = new Backlog()
  backlog.add([role(1)])
  backlog.add(Array.from({ length: 30_005 }, (_, i) => dropped(i + 2)))
  const events = backlog.events()
  expect(events[0]).toEqual(role(1))
  expect(events[1]).toMatchObject({ kind: 'gap', lost: 5, seq: 6 })
  expect(events[2]).toEqual(dropped(7))
  expect(events).toHaveLength(30_002)
})

it('forgets a run that is over', () => {
  const backlog = new Backlog()
  backlog.add([role(1)])
  backlog.clear()
  expect(backlog.events()).toEqual([])
})
