import { expect, it } from 'vitest'
import { Backlog } from '../../../src-main/server/backlog'
import type { LabEvent } from '../../../src-shared/events'
import { Commit, Vote } from '../../../src-shared/protocols/replicated-log/facts'

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

it('keeps what happens seldom, facts too, when the frequent facts are too many', () => {
  const backlog = new Backlog()
  const vote = { candidate: 'n1', term: 1, last: { index: 0, term: 0 }, candidate_last: { index: 0, term: 0 } }
  const voted: LabEvent = { ...Vote.of('n2', vote), t: 10, seq: 1 }
  backlog.add([voted])
  for (let seq = 2; seq <= 120_006; seq++) backlog.add([{ ...Commit.of('n1', { index: seq, term: 1 }), t: seq * 10, seq }])
  expect(backlog.events().slice(0, 2)).toEqual([voted, expect.objectContaining({ kind: 'gap', lost: 5 })])
})

it('forgets a run that is over', () => {
  const backlog = new Backlog()
  backlog.add([role(1)])
  backlog.clear()
  expect(backlog.events()).toEqual([])
})
