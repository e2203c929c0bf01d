import { describe, expect, it } from 'vitest'
import { forkOfEvents, NOT_SIMULATED } from '../../../src-main/lab/run/fork'
import type { LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const text = 'name: x'
const scenario = scenarioSchema.parse({ name: 'x', title: 'X', cluster: { nodes: 3 } })
const recorded = { scenario, text, recording: 'r' }

const started = (engine: 'simulation' | 'processes') => ({ seq: 1, t: 0, kind: 'run-started', seed: 7, engine }) as LabEvent
const other = (seq: number): LabEvent => ({ seq, t: seq, kind: 'notice', level: 'info', text: 'x' })
const intervention = (seq: number): LabEvent => ({
  seq,
  t: seq,
  kind: 'intervention',
  step: seq,
  intervention: { do: 'undo', fault: 1 }
})
const damage = (seq: number): LabEvent => ({ seq, t: seq, kind: 'gap', source: 'recording', lost: 3 })

const events = [started('simulation'), other(2), intervention(3), other(4), other(5), damage(8), other(9)]

describe('a fork of a recording', () => {
  it('repeats what somebody did up to there, with the event there as its witness', () => {
    const { seed, engine, origin } = forkOfEvents(events, 4, recorded)
    expect({ seed, engine }).toEqual({ seed: 7, engine: 'simulation' })
    expect(origin).toMatchObject({ at_seq: 4, interventions: [events[2]], replay_check: events[3], change: null })
    expect(forkOfEvents(events, 2, recorded).origin).toMatchObject({ interventions: [], replay_check: events[1] })
  })

  it.each([6, 8, 9])('is refused within damage and behind it (event %i): what somebody did may be missing there', (at_seq) => {
    expect(() => forkOfEvents(events, at_seq, recorded)).toThrow(
      'this recording lacks events before event 9: the run can be repeated only up to what stands before'
    )
  })

  it('is refused beyond the end', () => {
    expect(() => forkOfEvents(events.slice(0, 4), 5, recorded)).toThrow(
      'this recording ends at event 4: the run can be repeated only up to what stands before'
    )
  })

  it('takes the event before as its witness where a sampled message is not in the recording', () => {
    const sampled = [started('simulation'), other(2), other(9)]
    expect(forkOfEvents(sampled, 5, recorded).origin).toMatchObject({ at_seq: 5, replay_check: sampled[1] })
  })

  it('is refused of a run of real processes', () => {
    expect(() => forkOfEvents([started('processes'), other(2)], 2, recorded)).toThrow(NOT_SIMULATED)
  })
})
