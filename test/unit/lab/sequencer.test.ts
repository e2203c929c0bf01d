import { expect, it } from 'vitest'
import { Sequencer } from '../../../src-main/lab/run/sequencer'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { LabEvent, TimedEvent } from '../../../src-shared/events'
import { Commit, Vote } from '../../../src-shared/protocols/replicated-log/facts'

const note = (t: number): TimedEvent => ({ t, kind: 'note', node: 'A', topic: 'test', detail: `at ${t}` })
const always: LiveInvariant = {
  name: 'calm',
  observe: (event) => (event.kind === 'note' ? { text: 'a note', events: [event.seq] } : null)
}

it('numbers events from 1 and puts a violation right after what shows it', () => {
  const sequencer = new Sequencer([always])
  const batch: LabEvent[] = []
  sequencer.appendEvent(note(5), batch)
  sequencer.appendEvent(note(7), batch)
  expect(batch.map(({ seq, kind, t }) => `${seq} ${kind} ${t}`)).toEqual([
    '1 note 5',
    '2 violation 5',
    '3 note 7',
    '4 violation 7'
  ])
  expect(batch[3]).toMatchObject({ invariant: 'calm', text: 'a note', events: [3] })
  expect(sequencer.last_seq).toBe(4)
})

it('reports one invariant at most ten times', () => {
  const sequencer = new Sequencer([always])
  const batch: LabEvent[] = []
  for (let t = 0; t < 50; t++) sequencer.appendEvent(note(t), batch)
  expect(batch.filter(({ kind }) => kind === 'violation')).toHaveLength(10)
})

it('tells an invariant of what it reads alone, in the order of the stream', () => {
  const told: string[] = []
  const reader = (name: string, reads?: readonly string[]): LiveInvariant => ({
    name,
    reads,
    observe: ({ seq }) => (told.push(`${name} ${seq}`), null)
  })
  const invariants = [reader('notes', ['note']), reader('commits', [Commit.name]), reader('facts', ['fact']), reader('all')]
  const sequencer = new Sequencer(invariants)
  const commit = Commit.of('A', { index: 1, term: 1 })
  const vote = Vote.of('A', { candidate: 'A', term: 1, last: { index: 0, term: 0 }, candidate_last: { index: 0, term: 0 } })
  for (const event of [note(1), { t: 2, ...commit }, { t: 3, ...vote }]) sequencer.appendEvent(event, [])
  expect(told).toEqual(['notes 1', 'all 1', 'commits 2', 'facts 2', 'all 2', 'facts 3', 'all 3'])
})

it('tells a follower of what it reads, and of a violation after the event that shows it', () => {
  const told: string[] = []
  const observe = ({ kind, seq }: LabEvent) => void told.push(`${kind} ${seq}`)
  const sequencer = new Sequencer([always], [{ reads: ['note', 'violation'], observe }])
  for (const event of [note(1), { t: 2, ...Commit.of('A', { index: 1, term: 1 }) }, note(3)]) sequencer.appendEvent(event, [])
  expect(told).toEqual(['note 1', 'violation 2', 'note 4', 'violation 5'])
})
