import { describe, expect, it } from 'vitest'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { simulate } from '../../../src-main/lab/run/simulate'
import type { SimulateOptions } from '../../../src-main/lab/run/simulate'
import type { TimedIntervention } from '../../../src-main/lab/run/virtual-run'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import { findProtocol } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import type { LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { simulateWithDigest } from '../support/simulate-with-digest'

/** Enough for a scenario without an end. */
const ENDLESS_FOR_MS = 4000

const raft = findProtocol('raft')
const base = {
  name: 'x',
  title: 'X',
  duration: '2s',
  cluster: { nodes: ['A', 'B', 'C'] },
  workload: { clients: 2, mix: { get: 1, put: 1 } }
}

function run(fields: object = {}, options: Partial<SimulateOptions> = {}) {
  const events: LabEvent[] = []
  const scenario = scenarioSchema.parse({ ...base, ...fields })
  const onEvents = (batch: readonly LabEvent[]) => void events.push(...batch)
  const simulated = simulateWithDigest({ scenario, protocol: raft, seed: 1, onEvents, ...options })
  return { ...simulated, stream: events }
}

/** Many nodes, much load or long: `npm run scenarios` has them too. */
const LONG = [
  'quorum-ring-join',
  'quorum-ring-leave',
  'raft-failover',
  'services-chain',
  'services-fan-out',
  'sharded-directory-lost',
  'sharded-directory-replicated',
  'sharded-leave',
  'sharded-range-split',
  'sharded-ring-join',
  'sharded-ring-leave',
  'sharded-throttle'
]

// Those with random faults are among the simulation tests.
const scripted = shippedScenarios().filter(({ id, parse }) => !LONG.includes(id) && (!parse.ok || !parse.scenario.chaos))

describe('every shipped scenario, simulated', () => {
  it.each(scripted)('$id does what it says', ({ parse }) => {
    if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
    const { seed } = parse.scenario
    const scenario = { ...parse.scenario, duration: parse.scenario.duration ?? ENDLESS_FOR_MS }
    const { result } = simulate({ scenario, protocol: findProtocol(scenario.cluster.protocol), seed })
    const failing = {
      seed,
      checks: result.checks.filter(({ verdict }) => verdict !== 'holds'),
      expectations: result.expectations.filter(({ met }) => !met),
      notices: result.notices
    }
    expect(result.passed, JSON.stringify(failing, null, 2)).toBe(true)
    expect(result.engine).toBe('simulation')
  })
})

describe('the stream of a simulated run', () => {
  it('is the same, byte for byte, for the same seed, and another for another one', () => {
    const chaos = { faults: { crash: 1, partition: 1, 'lossy-links': 1, pause: 1 }, start: '500ms', quiet_period: '500ms' }
    const scenario = { chaos, duration: '5s', network: { default: { delay_ms: 2, jitter_ms: 1 } } }
    const [one, again, other] = [1, 1, 2].map((seed) => run(scenario, { seed, trace: DEFAULT_TRACE }).digest)
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  it('begins with run-started, which has no wall-clock time, is numbered without gaps, and ends with run-ended', () => {
    const { stream, events, steps, simulated_us } = run()
    expect(stream[0]).toMatchObject({ kind: 'run-started', engine: 'simulation', started_at: null, t: 0 })
    expect(stream.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'finished', t: simulated_us })
    expect(stream.map(({ seq }) => seq)).toEqual(stream.map((_, i) => i + 1))
    expect(events).toBe(stream.length)
    expect(steps).toBeGreaterThan(1000)
    expect(stream.every(({ t }, i) => i === 0 || t >= stream[i - 1]!.t)).toBe(true)
  })

  it('ends so that a check of eventual consistency can tell', () => {
    const { result } = run({ checks: ['linearizable', 'eventual'] })
    expect(result.checks.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
  })

  it('ends with a read of every key that was written', () => {
    const { stream, result } = run()
    const written = new Set(
      stream.flatMap((event) => (event.kind === 'invoke' && event.operation.f === 'put' ? event.operation.key : []))
    )
    const last = stream.flatMap((event) =>
      event.kind === 'invoke' && event.t >= 2_000_000 && event.operation.f === 'get' ? event.operation.key : []
    )
    expect(new Set(last)).toEqual(written)
    expect(result).toMatchObject({ passed: true, engine: 'simulation' })
  })

  it('has the random faults that the seed draws beside those of the timeline, all of them over before the calm', () => {
    const chaos = { faults: { crash: 1, 'one-way': 1 }, start: '500ms', interval: ['100ms', '300ms'], quiet_period: '1s' }
    const { stream } = run({ chaos, duration: '3s', timeline: [{ at: '10ms', action: { do: 'heal' } }] })
    const faults = stream.filter(({ kind }) => kind === 'fault-started')
    expect(faults[0]).toMatchObject({ t: 10_000, action: { do: 'heal' } })
    expect(faults.length).toBeGreaterThan(3)
    expect(faults.every(({ t }) => t < 2_000_000)).toBe(true)
  })

  it('is changed by the timeline at its times', () => {
    const timeline = [{ at: '1s', for: '300ms', action: { do: 'crash', node: 'leader' } }]
    const { stream } = run({ timeline })
    const crash = stream.find(({ kind }) => kind === 'node-exited')!
    const back = stream.find((event) => event.kind === 'node-started' && event.boot === 2)!
    expect([crash.t, back.t]).toEqual([1_000_000, 1_300_000])
  })
})

describe('an entry of the timeline that cannot be done', () => {
  const impossible = { at: '1s', action: { do: 'command', node: 'A', command: 'dance' } }

  it('makes the run void and says so', () => {
    const { result } = run({ timeline: [impossible] })
    expect(result).toMatchObject({
      passed: false,
      notices: [expect.stringMatching(/^The timeline's "command" could not be done: /)]
    })
  })

  it('that is only to be done if possible does not', () => {
    const { result, stream } = run({ timeline: [{ ...impossible, if_possible: true }] })
    expect(result.passed).toBe(true)
    expect(stream).toContainEqual(expect.objectContaining({ kind: 'notice', level: 'info' }))
  })
})

describe('interventions', () => {
  const at = (step: number, intervention: TimedIntervention['intervention']): TimedIntervention => ({ step, intervention })

  it('happen after their steps, stand in the stream, and repeat', () => {
    const interventions = [at(500, { do: 'act', action: { do: 'crash', node: 'A' } }), at(900, { do: 'undo', fault: 1 })]
    const one = run({}, { interventions })
    expect(one.stream.filter(({ kind }) => kind === 'intervention')).toMatchObject(interventions)
    const [exit] = one.stream.filter(({ kind }) => kind === 'node-exited')
    expect(exit).toMatchObject({ node: 'A', reason: 'crashed' })
    expect(one.stream.some((event) => event.kind === 'node-started' && event.node === 'A' && event.boot === 2)).toBe(true)
    expect(run({}, { interventions }).digest).toBe(one.digest)
    expect(run().digest).not.toBe(one.digest)
  })

  it('that cannot be done leave a notice and change nothing else', () => {
    const message = { from: 'A', to: 'B', boot: 1, n: 99_999, copy: 0 }
    const { stream, result } = run({}, { interventions: [at(500, { do: 'drop', message })] })
    const place = stream.findIndex(({ kind }) => kind === 'intervention')
    expect(stream[place + 1]).toMatchObject({
      kind: 'notice',
      level: 'warning',
      text: expect.stringMatching(/could not be done/)
    })
    expect(result.passed).toBe(true)
  })

  it('skip a planned fault', () => {
    const timeline = [
      { at: '1s', action: { do: 'pause', node: 'A' } },
      { at: '1.5s', action: { do: 'pause', node: 'B' } }
    ]
    const { stream } = run({ timeline }, { interventions: [at(10, { do: 'skip', entry: 0 })] })
    expect(stream.flatMap((event) => (event.kind === 'node-paused' ? event.node : []))).toEqual(['B'])
  })

  it('draw everything after a reseed from the new seed, and nothing before it', () => {
    const interventions = [at(500, { do: 'reseed', seed: 77 })]
    const scenario = { network: { default: { delay_ms: 5, jitter_ms: 4 } } }
    const [before, after] = [run(scenario), run(scenario, { interventions })]
    const place = after.stream.findIndex(({ kind }) => kind === 'intervention')
    expect(place).toBeGreaterThan(0)
    expect(after.stream.slice(0, place)).toEqual(before.stream.slice(0, place))
    expect(after.stream.at(-1)).not.toEqual(before.stream.at(-1))
  })

  it('change the load, and the clients stay', () => {
    const workload = scenarioSchema.parse({ ...base, workload: { clients: 9, mix: { put: 1 } } }).workload
    const { stream } = run(
      { workload: { ...base.workload, mix: { get: 1 } } },
      { interventions: [at(500, { do: 'workload', workload })] }
    )
    const place = stream.findIndex(({ kind }) => kind === 'intervention')
    const asked = (from: number, to?: number) =>
      new Set(stream.slice(from, to).flatMap((event) => (event.kind === 'invoke' && event.t < 2e6 ? event.operation.f : [])))
    expect(asked(0, place)).toEqual(new Set(['get']))
    expect(asked(place)).toEqual(new Set(['put']))
    expect(new Set(stream.flatMap((event) => (event.kind === 'invoke' ? event.client : [])))).toEqual(new Set(['c1', 'c2']))
  })
})

describe('violations', () => {
  /** Raft with an invariant that breaks at the first commit. */
  const commitless: LiveInvariant = {
    name: 'no-commit',
    observe: (event) => (Commit.is(event) ? { text: 'a commit', events: [event.seq] } : null)
  }
  const protocol = { ...raft, createInvariants: () => [commitless] }

  it('stand in the stream and make the run fail', () => {
    const { result, violations } = run({}, { protocol })
    expect(result.passed).toBe(false)
    expect(violations[0]).toMatchObject({ invariant: 'no-commit', text: 'a commit' })
  })

  it('end the run at once where that is wanted', () => {
    const { violations, stream, simulated_us } = run({}, { protocol, stop_at_violation: true })
    expect(violations[0]!.t).toBe(simulated_us)
    expect(stream.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'stopped' })
  })
})

it('a run of too many steps fails and says so', () => {
  const { result, steps } = run({}, { steps_max: 300 })
  expect(steps).toBe(300)
  expect(result).toMatchObject({ passed: false, notices: [expect.stringMatching(/given up after 300 steps/)] })
})

it('a scenario without an end is refused', () => {
  expect(() => run({ duration: undefined })).toThrow('has no end')
})
