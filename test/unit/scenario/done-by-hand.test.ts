import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import type { FaultAction, FaultActionInput } from '../../../src-shared/faults/actions'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import { interventionSchema } from '../../../src-shared/faults/interventions'
import type { InterventionInput } from '../../../src-shared/faults/interventions'
import { scenarioOfRun, timelineOf } from '../../../src-shared/scenario/done-by-hand'

const action = (input: FaultActionInput): FaultAction => faultActionSchema.parse(input)
const slow = (delay_ms: number) => action({ do: 'link', from: 'n1', to: 'n2', change: { settings: { delay_ms } } })
const crash = action({ do: 'crash', node: 'n1' })

/** Events of a run, a moment in ms each. */
function streamOf(engine: 'processes' | 'simulation', ...bodies: readonly [number, object][]): LabEvent[] {
  const started = { kind: 'run-started', engine, seed: 7 }
  return [[0, started] as const, ...bodies].map(([ms, body], i) => ({ t: ms * 1000, seq: i + 1, ...body }) as LabEvent)
}
const started = (fault: number, what: FaultAction, by = 'person') => ({
  kind: 'fault-started',
  fault,
  label: `F${fault}`,
  action: what,
  by
})
const changed = (fault: number, what: FaultAction) => ({ kind: 'fault-changed', fault, label: '', action: what })
const ended = (fault: number, by = 'person') => ({ kind: 'fault-ended', fault, by })
const reached = (intervention: InterventionInput) => ({
  kind: 'intervention',
  step: 0,
  intervention: interventionSchema.parse(intervention)
})

describe('what was done by hand', () => {
  it('is an entry each, at its time; what the plan did is none', () => {
    const events = streamOf('processes', [1000, started(1, crash, 'timeline')], [2000, started(2, slow(5))])
    expect(timelineOf(events)).toEqual({ timeline: [{ at: 2000, times: 1, action: slow(5) }], left_out: [] })
  })

  it.each(['processes', 'simulation'] as const)('lasts until it was taken back (%s)', (engine) => {
    const events = streamOf(
      engine,
      [1000, reached({ do: 'act', action: crash })],
      [1000, started(1, crash)],
      [1500.25, reached({ do: 'undo', fault: 1 })],
      [1500.25, ended(1)]
    )
    expect(timelineOf(events).timeline).toEqual([{ at: 1000, for: 500.25, times: 1, action: crash }])
  })

  it.each(['processes', 'simulation'] as const)('that mended something is an entry that mends it again (%s)', (engine) => {
    const heal = action({ do: 'heal' })
    const events = streamOf(
      engine,
      [1000, reached({ do: 'act', action: slow(5) })],
      [1000, started(1, slow(5))],
      [2000, reached({ do: 'act', action: heal })],
      [2000, started(2, heal)],
      [2000.01, ended(1)],
      [2000.02, ended(2)]
    )
    expect(timelineOf(events).timeline).toEqual([
      { at: 1000, times: 1, action: slow(5) },
      { at: 2000, times: 1, action: heal }
    ])
  })

  it('is one entry while a slider is dragged, and another when it is dragged again', () => {
    const events = streamOf(
      'processes',
      [1000, started(1, slow(5))],
      [1200, changed(1, slow(10))],
      [2100, changed(1, slow(20))],
      [5000, changed(1, slow(30))],
      [9000, ended(1)]
    )
    expect(timelineOf(events).timeline).toEqual([
      { at: 1000, times: 1, action: slow(20) },
      { at: 5000, for: 4000, times: 1, action: slow(30) }
    ])
  })

  it('names what a timeline cannot say', () => {
    const message = { from: 'n1', to: 'n2', boot: 1, n: 1 }
    const events = streamOf(
      'simulation',
      [1000, started(1, crash, 'timeline')],
      [1500, reached({ do: 'undo', fault: 1 })],
      [1500, ended(1)],
      [2000, reached({ do: 'workload', workload: {} })],
      [2500, reached({ do: 'drop', message })],
      [2600, reached({ do: 'hold', message })],
      [3000, reached({ do: 'skip', entry: 1 })],
      [4000, reached({ do: 'reseed', seed: 9 })]
    )
    expect(timelineOf(events)).toEqual({
      timeline: [],
      left_out: [
        'At 1.5 s “F1” of the plan was taken back: give its entry a `for`.',
        'At 2.0 s the workload was changed, which a timeline cannot do: set `workload` for the whole run.',
        'At 3.0 s moment 2 of the plan was skipped: delete its entry from the timeline.',
        'At 4.0 s the run went on with seed 9, which a timeline cannot do.',
        'From 2.5 s on 2 messages were held, delivered or dropped by hand, which a timeline cannot do.'
      ]
    })
  })

  it('may be an order that a node refuses another time', () => {
    const command = action({ do: 'command', node: 'n1', command: 'transfer-leadership', arguments: { to: 'n2' } })
    expect(timelineOf(streamOf('processes', [1000, started(1, command)])).timeline).toMatchObject([{ if_possible: true }])
  })
})

describe('the scenario of a run', () => {
  const text = `name: by-hand
title: By hand # and then some
cluster: { nodes: 3 }
duration: 6s
timeline:
  # The plan.
  - { at: 1s, for: 500ms, action: { do: pause, node: n2 } }
`
  const scenarioIn = (yaml: string) => {
    const parse = parseText(yaml, 'test')
    if (!parse.ok) throw new Error(parse.errors[0]!.text)
    return parse.scenario
  }
  /** Fault events without who did them, and all events. */
  function run(yaml: string, seed: number, interventions: readonly (readonly [number, InterventionInput])[] = []) {
    const events: LabEvent[] = []
    simulate({
      scenario: scenarioIn(yaml),
      protocol: findProtocol('raft'),
      seed,
      interventions: interventions.map(([step, input]) => ({ step, intervention: interventionSchema.parse(input) })),
      onEvents: (batch) => events.push(...batch)
    })
    const faults = events.filter(({ kind }) => kind.startsWith('fault-') || kind === 'link-changed')
    return { events, faults: faults.map((event) => ({ ...event, seq: 0, by: undefined })) }
  }

  it('repeats the same faults at the same times', () => {
    const act = (input: FaultActionInput) => ({ do: 'act', action: input }) as const
    const first = run(text, 7, [
      [300, act({ do: 'partition', partition: { shape: 'isolate', nodes: ['n1'] } })],
      [500, act({ do: 'link', from: 'n2', to: 'n3', change: { settings: { delay_ms: 40, loss_percent: 5 } } })],
      [900, { do: 'undo', fault: 1 }],
      [1100, act({ do: 'crash', node: 'n3' })],
      [1200, act({ do: 'restart', node: 'n3' })],
      [1300, act({ do: 'heal' })],
      [1500, act({ do: 'join', node: 'n4' })]
    ])
    const saved = scenarioOfRun({ text, scenario: scenarioIn(text) }, first.events)
    expect(saved.left_out).toEqual([])
    expect(saved.text).toContain('title: By hand # and then some')
    expect(saved.text).toContain('  # The plan.\n')
    const { seed, engine } = scenarioIn(saved.text)
    expect({ seed, engine }).toEqual({ seed: 7, engine: 'simulation' })
    const again = run(saved.text, seed)
    expect(first.faults.filter(({ kind }) => kind === 'fault-started')).toHaveLength(7)
    expect(again.faults).toEqual(first.faults)
  })

  it('is the text as it was where nothing was done', () => {
    expect(
      scenarioOfRun({ text, scenario: { ...scenarioIn(text), seed: 7, engine: 'simulation' } }, run(text, 7).events).text
    ).toBe(text)
  })
})
