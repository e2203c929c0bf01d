import { expect, it } from 'vitest'
import { Sequencer } from '../../../src-main/lab/run/sequencer'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { LabEvent, TimedEvent } from '../../../src-shared/events'

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
