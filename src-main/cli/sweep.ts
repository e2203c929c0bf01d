import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { findProtocol } from '../../src-node/protocols/registry'
import type { Scenario } from '../../src-shared/scenario/schema'
import { Crew } from '../sweep/crew'
import { failingScenario, shrunkScenario } from '../sweep/failing-scenario'
import type { Outcome } from '../sweep/outcome'
import { sizeOf } from '../sweep/shrink/shrink'
import { sweep } from '../sweep/sweep'
import type { SweepSummary } from '../sweep/sweep'
import { inOrder } from './in-order'
import { readScenarioInput } from './scenario-input'
import { stopOnSignals } from './signals'
import { jobCount, knownName, outFolder, seedRange } from './sweep-input'
import { JsonSweepTeller, PlainSweepTeller } from './sweep-teller'
import type { ShrunkFailure, SweepTeller } from './sweep-teller'
import { EXIT_CODES, requireKnown, UsageError } from './usage'

/** Shrinking takes hundreds of simulations, and the failures of one bug look alike. */
const SHRUNK_MAX = 10

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A scenario file, or the name of a shipped one (see `netsplit list`)'
  },
  seeds: { type: 'string', default: '1..100', description: 'The seeds to simulate, both ends included', valueHint: 'A..B' },
  jobs: { type: 'string', description: 'Simulations at once; default: one for each core', valueHint: 'N' },
  switch: { type: 'string', description: 'A deliberate bug to turn on (see `netsplit switches`)', valueHint: 'NAME' },
  out: { type: 'string', description: 'A new or empty folder for the runs that fail, as scenarios', valueHint: 'DIR' },
  collect: { type: 'boolean', description: 'Collect failures instead of ending with the first one' },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const sweepCommand = defineCommand({
  meta: {
    name: 'sweep',
    description: 'Simulate a scenario with many seeds and make what fails small; exits 0 when every run passes, 1 when one fails'
  },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const seeds = seedRange(given.seeds)
    const jobs = jobCount(given.jobs)
    const scenario = sweepable(given.scenario, given.switch)
    const out = outFolder(given.out)
    const teller: SweepTeller = given.json ? new JsonSweepTeller(scenario, seeds) : new PlainSweepTeller(scenario, seeds)
    const crew = new Crew(jobs)
    const calling_off = new AbortController()
    const ignoreSignals = stopOnSignals(() => calling_off.abort())
    const failing: Outcome[] = []
    const onOutcome = (outcome: Outcome, failed: boolean) => {
      if (failed && failing.length < SHRUNK_MAX) failing.push(outcome)
      teller.onOutcome(outcome, failed ? keepFailing(scenario, outcome, out) : null)
    }
    try {
      const { signal } = calling_off
      const summary = await sweep({ scenario, seeds, simulators: crew, jobs, keep_going: given.collect, onOutcome, signal })
      if (!signal.aborted) await shrinkAll(crew, scenario, failing, out, teller)
      teller.onEnd(summary)
      process.exitCode = exitCodeOf(summary, signal)
    } finally {
      teller.close()
      ignoreSignals()
      await crew.close()
    }
  }
})

/** The scenario with the bug turned on; it must have an end. */
function sweepable(path_or_name: string, bug: string | undefined): Scenario {
  const { scenario } = readScenarioInput(path_or_name)
  if (scenario.duration === undefined)
    throw new UsageError(`${path_or_name}: a sweep needs runs with an end; give the scenario a duration`)
  if (bug === undefined) return scenario
  const { protocol, switches } = scenario.cluster
  const known = findProtocol(protocol).description.switches.map(({ name }) => name)
  return { ...scenario, cluster: { ...scenario.cluster, switches: [...switches, knownName('switch', bug, known)] } }
}

/** A sweep that was called off has not shown that nothing fails. */
function exitCodeOf({ failed }: SweepSummary, { aborted }: AbortSignal): number {
  return failed > 0 || aborted ? EXIT_CODES.failed : EXIT_CODES.passed
}

/** All at once, one in each thread, told in the order of their seeds. */
async function shrinkAll(
  crew: Crew,
  scenario: Scenario,
  failing: readonly Outcome[],
  out: string | undefined,
  teller: SweepTeller
): Promise<void> {
  if (failing.length > 0) teller.onShrinking()
  const shrinking = failing.map((outcome) => shrinkOne(crew, scenario, outcome, out))
  await inOrder(shrinking, (shrunk) => teller.onShrunk(shrunk))
}

async function shrinkOne(
  crew: Crew,
  scenario: Scenario,
  { seed, failures }: Outcome,
  out: string | undefined
): Promise<ShrunkFailure> {
  const { check } = failures[0]!
  const shrunk = await crew.shrink(scenario, seed, check)
  const text = shrunkScenario(shrunk, `${scenario.name}-seed-${seed}-shrunk`, `${scenario.title}, seed ${seed}, shrunk`)
  const file = out === undefined ? null : keep(out, `shrunk-${seed}.yaml`, text)
  return { seed, check, size: sizeOf(shrunk.scenario), simulations: shrunk.simulations, scenario: text, file }
}

function keepFailing(scenario: Scenario, { seed, failures }: Outcome, out: string | undefined): string | null {
  return out === undefined ? null : keep(out, `failing-${seed}.yaml`, failingScenario(scenario, seed, failures[0]!))
}

function keep(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
