import { describe, expect, it } from 'vitest'
import { failingScenario, shrunkScenario } from '../../../src-main/sweep/failing-scenario'
import { shrink, sizeOf } from '../../../src-main/sweep/shrink/shrink'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { failureOf, outcome, scenarioOf } from './support'

const CHAOS = `
duration: 30s
cluster: { nodes: 5, parameters: { heartbeat_ms: 20 } }
network: { default: { delay_ms: 2 } }
workload: { clients: 8, think_time: 10ms, keys: { distribution: hot, count: 6 }, mix: { get: 1, put: 2, append: 1 }, retry: { attempts: 3 } }
chaos: { faults: { crash: 3, pause: 1, clock: 1, partition: 1 }, max_concurrent: 3, leader_share: 0 }`

type Fails = (scenario: Scenario, seed: number) => boolean

/** Stands in for the simulator: what fails is given as a condition. */
const runs = (fails: Fails, check = 'election-safety', at_us: number | null = null) => {
  return (scenario: Scenario, seed: number) => outcome(seed, fails(scenario, seed) ? [failureOf(check, { at_us })] : [])
}

const crashesTwice: Fails = ({ timeline }) =>
  timeline.filter(({ action }) => action.do === 'crash').length >= 2 && timeline.some(({ action }) => action.do === 'clock')

describe('shrinking', () => {
  it('leaves the faults, nodes, clients and keys that the failure needs', () => {
    const needs: Fails = (scenario) =>
      crashesTwice(scenario, 0) && nodeNames(scenario).length >= 3 && clientNames(scenario).length >= 2
    const { scenario } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('election-safety'), run: runs(needs) })
    expect(scenario.timeline.map(({ action }) => action.do).sort()).toEqual(['clock', 'crash', 'crash'])
    expect(scenario.chaos).toBeUndefined()
    expect(sizeOf(scenario)).toMatchObject({ nodes: 3, clients: 2, faults: 3 })
    expect(scenario.workload.keys).toEqual({ distribution: 'uniform', count: 1 })
  })

  it('takes back settings that do not matter, and keeps one that does', () => {
    const needs: Fails = ({ cluster, timeline }) => cluster.parameters.heartbeat_ms === 20 && timeline.length > 0
    const { scenario } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('election-safety'), run: runs(needs) })
    expect(scenario.cluster.parameters).toEqual({ heartbeat_ms: 20 })
    expect(scenario.network).toEqual(scenarioOf('').network)
    expect(scenario.workload.retry).toEqual(scenarioOf('').workload.retry)
    expect(Object.values(scenario.workload.mix).filter((weight) => weight > 0)).toHaveLength(1)
  })

  it('brings faults closer together and closer to the start, and makes them shorter', () => {
    const { scenario } = shrink({
      scenario: scenarioOf(CHAOS),
      seed: 3,
      failure: failureOf('election-safety'),
      run: runs(crashesTwice),
      simulations_max: 2000
    })
    expect(scenario.timeline.at(-1)!.at).toBeLessThan(150)
    expect(Math.max(...scenario.timeline.map((entry) => entry.for ?? 0))).toBeLessThan(150)
  })

  it('ends the run where the failure was seen', () => {
    const run = runs(({ duration }) => duration! >= 4321, 'election-safety', 4_320_100)
    const { scenario } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('election-safety'), run })
    expect(scenario.duration).toBeLessThan(4900)
    expect(scenario.duration).toBeGreaterThanOrEqual(4321)
  })

  it('is not content with another failure', () => {
    const run = (scenario: Scenario, seed: number) =>
      outcome(seed, [failureOf(scenario.timeline.length >= 4 ? 'log-matching' : 'election-safety')])
    const { scenario, failure } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('log-matching'), run })
    expect(failure.check).toBe('log-matching')
    expect(scenario.timeline).toHaveLength(4)
  })

  it('does not take an unmet expectation for a broken check of that name, nor another reason why a run was void', () => {
    const kinds = (kind: 'violated' | 'unmet') => (scenario: Scenario, seed: number) =>
      outcome(seed, [failureOf('eventual', { kind: scenario.timeline.length >= 4 ? kind : 'undecided' })])
    const { scenario } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('eventual'), run: kinds('violated') })
    expect(scenario.timeline).toHaveLength(4)
    const broken = (text: string) => failureOf('simulator', { kind: 'void', text })
    const run = ({ timeline }: Scenario, seed: number) =>
      outcome(seed, [broken(timeline.length >= 4 ? `n${timeline.length} has no term 7` : 'nobody leads')])
    const options = { scenario: scenarioOf(CHAOS), seed: 3, failure: broken('n2 has no term 31'), run }
    expect(shrink(options).scenario.timeline).toHaveLength(4)
  })

  it('never ends the run within a fault, or sooner after it, than the one that did not converge at its end', () => {
    const text = `
duration: 12s
timeline: [{ at: 2s, for: 4s, action: { do: crash, node: n1 } }]
expectations: [{ expect: converged }]`
    const failure = failureOf('At the end all running nodes have the same state', { kind: 'unmet' })
    const run = ({ timeline }: Scenario, seed: number) => outcome(seed, timeline.length > 0 ? [failure] : [])
    const { scenario } = shrink({ scenario: scenarioOf(text), seed: 3, failure, run })
    const { at, for: lasting } = scenario.timeline[0]!
    expect(scenario.duration! - at - lasting!).toBeGreaterThanOrEqual(6000)
    expect(scenario.duration).toBeLessThan(12_000)
  })

  it('moves no fault into or out of what an expectation says of a moment', () => {
    const text = `
duration: 12s
timeline:
  - { at: 2s, for: 1s, action: { do: crash, node: n1 } }
  - { at: 6s, for: 2s, action: { do: pause, node: n1 } }
expectations: [{ expect: stall, during: [8s, 9s] }]`
    const failure = failureOf('stalled', { kind: 'unmet' })
    const run = ({ timeline }: Scenario, seed: number) => outcome(seed, timeline.length > 0 ? [failure] : [])
    const { scenario } = shrink({ scenario: scenarioOf(text), seed: 3, failure, run })
    expect(scenario.timeline).toHaveLength(1)
    expect([2000, 6000]).toContain(scenario.timeline[0]!.at)
    expect([1000, 2000]).toContain(scenario.timeline[0]!.for)
  })

  it('keeps what an expectation can be met with: without the faults the smaller run still meets it', () => {
    const text = `
duration: 12s
workload: { clients: 8 }
timeline: [{ at: 2s, for: 4s, action: { do: crash, node: n1 } }]
expectations: [{ expect: metric, metric: operations.ok, at_least: 100 }]`
    const failure = failureOf('too few', { kind: 'unmet' })
    const run = (scenario: Scenario, seed: number) => {
      const operations = clientNames(scenario).length * 20 - scenario.timeline.length * 80
      return outcome(seed, operations < 100 ? [failure] : [])
    }
    const { scenario } = shrink({ scenario: scenarioOf(text), seed: 3, failure, run })
    expect(clientNames(scenario)).toHaveLength(5)
    expect(scenario.timeline).toHaveLength(1)
  })

  it('asks no client of an open loop for the operations of others', () => {
    const text = 'duration: 5s\nworkload: { clients: 8, loop: open, rate_per_s: 800 }'
    const open: Fails = ({ workload }) => workload.loop === 'open'
    const { scenario } = shrink({
      scenario: scenarioOf(text),
      seed: 3,
      failure: failureOf('log-matching'),
      run: runs(open, 'log-matching')
    })
    expect(scenario.workload).toMatchObject({ clients: 1, rate_per_s: 100 })
  })

  it('drops expectations unless one of them is what fails', () => {
    const text = `${CHAOS}
expectations:
  - { expect: metric, metric: operations.ok, at_least: 10 }
  - { expect: metric, metric: elections, at_most: 40 }`
    const met = shrink({ scenario: scenarioOf(text), seed: 3, failure: failureOf('election-safety'), run: runs(() => true) })
    expect(met.scenario.expectations).toEqual([])
    const expected: Fails = ({ expectations }) =>
      expectations.some((one) => one.expect === 'metric' && one.metric === 'elections')
    const run = (scenario: Scenario, seed: number) =>
      outcome(seed, expected(scenario, seed) ? [failureOf('elections is at most 40', { kind: 'unmet' })] : [])
    const unmet = shrink({
      scenario: scenarioOf(text),
      seed: 3,
      failure: failureOf('elections is at most 40', { kind: 'unmet' }),
      run
    })
    expect(unmet.scenario.expectations).toMatchObject([{ metric: 'elections' }])
  })

  it('answers a scenario that fails with its own seed, though a smaller one may need another', () => {
    const needs: Fails = (scenario, seed) => crashesTwice(scenario, seed) && (nodeNames(scenario).length === 5 || seed === 2)
    const { scenario } = shrink({ scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('election-safety'), run: runs(needs) })
    expect(nodeNames(scenario).length).toBeLessThan(5)
    expect(needs(scenario, scenario.seed)).toBe(true)
  })

  it('stays within its budget of simulations', () => {
    let count = 0
    const run = (scenario: Scenario, seed: number) => {
      count++
      return runs(crashesTwice)(scenario, seed)
    }
    const { simulations } = shrink({
      scenario: scenarioOf(CHAOS),
      seed: 3,
      failure: failureOf('election-safety'),
      run,
      simulations_max: 25
    })
    expect(count).toBe(25)
    expect(simulations).toBe(25)
  })

  it('refuses a run that does not fail that check', () => {
    const options = { scenario: scenarioOf(CHAOS), seed: 3, failure: failureOf('election-safety'), run: runs(() => false) }
    expect(() => shrink(options)).toThrow('seed 3 does not fail election-safety when it is run again')
  })
})

describe('the file of a failing run', () => {
  it('has the drawn faults in its timeline and the seed that failed', () => {
    const scenario = scenarioOf(CHAOS)
    const parse = parseText(failingScenario(scenario, 77, failureOf('log-matching')), 'failing.yaml')
    expect(parse).toMatchObject({
      ok: true,
      scenario: { name: 'x-seed-77', seed: 77, summary: 'Fails log-matching: log-matching was broken' }
    })
    expect(parse.ok && parse.scenario.timeline.length).toBeGreaterThan(5)
    expect(parse.ok && parse.scenario.chaos).toBe(undefined)
  })

  it('that was shrunk is the shrunk scenario under its name', () => {
    const shrunk = shrink({
      scenario: scenarioOf(CHAOS),
      seed: 3,
      failure: failureOf('election-safety'),
      run: runs(crashesTwice)
    })
    const parse = parseText(shrunkScenario(shrunk, 'small', 'Small'), 'small.yaml')
    expect(parse.ok && parse.scenario).toEqual({
      ...shrunk.scenario,
      name: 'small',
      title: 'Small',
      summary: 'Fails election-safety: election-safety was broken'
    })
  })
})
