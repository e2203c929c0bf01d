/** How many seconds of a five-node Raft cluster's life, at 100 operations a second, are simulated in one. */
import { parseText } from '../../src-main/lab/scenario-files/listing'
import { simulate } from '../../src-main/lab/run/simulate'
import { Fleet } from '../../src-main/workload/fleet'
import { findProtocol } from '../../src-node/protocols/registry'
import { DEFAULT_TRACE, HEALTHY_DISK, TRUE_CLOCK } from '../../src-node/node-core/conditions'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import { Simulation } from '../../src-node/simulation/simulation'
import { ScenarioLinks } from '../../src-shared/scenario/links'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { clientNames, nodeNames } from '../../src-shared/scenario/schema'
import type { Scenario } from '../../src-shared/scenario/schema'
import { benchRow } from './row'
import type { BenchRow } from './row'

const SIMULATED_S = 60
const SCENARIO = `
name: bench-simulation
title: Five healthy nodes
summary: As fast as it goes.
cluster: { protocol: raft, nodes: 5 }
network: { default: { preset: same-rack }, clients: { preset: same-rack } }
workload: { clients: 5, loop: open, rate_per_s: 100 }
duration: ${SIMULATED_S}s
checks: [invariants]
`
const NOTHING: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }
/** Compilers take their time. */
const WARM_UP_ROUNDS = 3

/** What one round came to, per second of the machine. */
interface Pace {
  readonly seconds: number
  readonly events: number
}

export async function benchSimulation(rounds = 9): Promise<BenchRow[]> {
  const parse = parseText(SCENARIO, 'simulation.ts')
  if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('\n'))
  const { scenario } = parse
  const ways: Record<string, (seed: number) => number> = {
    'engine, nothing traced': (seed) => runEngine(scenario, seed, NOTHING, 0),
    'engine, everything traced': (seed) => runEngine(scenario, seed, DEFAULT_TRACE, 200),
    'whole run of a sweep: folds, invariants, result': (seed) => {
      return simulate({ scenario, protocol: findProtocol('raft'), seed }).events
    }
  }
  const paces = Object.entries(ways).map(([name, run]) => ({ name, run, rounds: [] as Pace[] }))
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const { run, rounds } of paces) {
      const pace = measure(() => run(round + WARM_UP_ROUNDS))
      if (round >= 0) rounds.push(pace)
    }
  }
  return paces.flatMap(({ name, rounds }, way) => {
    const seconds = rounds.map((pace) => pace.seconds)
    const events = rounds.map((pace) => pace.events)
    return [benchRow(name, 's/s', seconds, way === 0 ? { goal: '1,000' } : {}), benchRow(`${name}: events`, 'events/s', events)]
  })
}

function measure(run: () => number): Pace {
  const begun_ms = performance.now()
  const events = run()
  const took_s = (performance.now() - begun_ms) / 1000
  return { seconds: SIMULATED_S / took_s, events: events / took_s }
}

/** The engine and the clients, with nobody who listens; answers how many events there were. */
function runEngine(scenario: Scenario, seed: number, trace: TraceSettings, sample_interval_ms: number): number {
  const protocol = findProtocol('raft')
  const described = Object.entries(protocol.description.parameters)
  const parameters = Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default]))
  const [nodes, clients] = [nodeNames(scenario), clientNames(scenario)]
  let events = 0
  const count = () => void events++
  const simulation = new Simulation({
    protocol,
    nodes,
    clients,
    seed,
    settingsOf: new ScenarioLinks(scenario).settingsOf,
    parametersOf: () => parameters,
    conditionOf: () => ({ clock: TRUE_CLOCK, disk: HEALTHY_DISK, service_us: 0, message_us: 0, switches: [], paused: false }),
    trace,
    sample_interval_ms,
    emit: count
  })
  const { scheduler } = simulation
  simulation.startAll()
  new Fleet({
    clients,
    nodes,
    policies: findProtocol('raft').description.policies,
    workload: scenario.workload,
    random: (name) => simulation.random(name),
    scheduler,
    connect: (...to) => simulation.connect(...to),
    emit: count
  })
  while (scheduler.next_us <= SIMULATED_S * 1e6) scheduler.step()
  return events
}
