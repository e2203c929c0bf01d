import { defineCommand } from 'citty'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { descriptionNamed } from '../../../src-shared/protocols/registry'
import { JobError } from '../../sweep/jobs'
import { WorkerPool } from '../../sweep/worker-pool'
import { failingScenario, shrunkScenario } from '../../sweep/failing-scenario'
import type { Outcome } from '../../sweep/outcome'
import { sizeOf } from '../../sweep/shrink/shrink'
import { sweep } from '../../sweep/sweep'
import type { SweepSummary } from '../../sweep/sweep'
import { inOrder } from '../output/in-order'
import { readScenarioInput } from '../input/scenario-input'
import { stopOnSignals } from '../signals'
import { jobCount, knownName, outFolder, seedRange } from '../input/sweep-input'
import { JsonSweepPrinter, PlainSweepPrinter } from '../output/sweep-printer'
import type { NotShrunk, ShrunkFailure, SweepPrinter } from '../output/sweep-printer'
import { EXIT_CODES, requireKnown, UsageError } from '../input/usage'
import { writeFileIn } from '../output/write-file'

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
    const pool = new WorkerPool(jobs)
    const calling_off = new AbortController()
    const { signal } = calling_off
    const ignoreSignals = stopOnSignals(() => {
      calling_off.abort()
      void pool.close()
    })
    const printer: SweepPrinter = given.json ? new JsonSweepPrinter(scenario, seeds) : new PlainSweepPrinter(scenario, seeds)
    const failing: Outcome[] = []
    const onOutcome = (outcome: Outcome, failed: boolean) => {
      if (failed && failing.length < SHRUNK_MAX) failing.push(outcome)
      printer.onOutcome(outcome, failed ? keepFailing(scenario, outcome, out) : null)
    }
    try {
      const summary = await sweep({ scenario, seeds, simulators: pool, jobs, keep_going: given.collect, onOutcome, signal })
      if (!signal.aborted) await shrinkAll({ pool, scenario, out, printer, signal }, failing)
      printer.onEnd(summary)
      process.exitCode = exitCodeOf(summary, signal)
    } finally {
      printer.close()
      ignoreSignals()
      await pool.close()
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
  const known = descriptionNamed(protocol).switches.map(({ name }) => name)
  return { ...scenario, cluster: { ...scenario.cluster, switches: [...switches, knownName('switch', bug, known)] } }
}

/** A sweep that was called off has not shown that nothing fails. */
function exitCodeOf({ failed }: SweepSummary, { aborted }: AbortSignal): number {
  if (failed > 0) return EXIT_CODES.failed
  return aborted ? EXIT_CODES.interrupted : EXIT_CODES.passed
}

interface Shrinking {
  readonly pool: WorkerPool
  readonly scenario: Scenario
  readonly out: string | undefined
  readonly printer: SweepPrinter
  /** Ends it: what is being shrunk then stays as it is. */
  readonly signal: AbortSignal
}

/** All at once, one in each thread, told in the order of their seeds. */
async function shrinkAll(shrinking: Shrinking, failing: readonly Outcome[]): Promise<void> {
  const { printer } = shrinking
  if (failing.length > 0) printer.onShrinking()
  const ended = failing.map((outcome) => shrinkOne(shrinking, outcome))
  await inOrder(ended, (shrunk) => ('size' in shrunk ? printer.onShrunk(shrunk) : printer.onNotShrunk(shrunk)))
}

async function shrinkOne(shrinking: Shrinking, { seed, failures }: Outcome): Promise<ShrunkFailure | NotShrunk> {
  const { pool, scenario, out, signal } = shrinking
  const failure = failures[0]!
  try {
    const shrunk = await pool.shrink(scenario, seed, failure)
    const text = shrunkScenario(shrunk, `${scenario.name}-seed-${seed}-shrunk`, `${scenario.title}, seed ${seed}, shrunk`)
    const file = out === undefined ? null : writeFileIn(out, `shrunk-${seed}.yaml`, text)
    const { simulations } = shrunk
    return { seed, check: failure.check, size: sizeOf(shrunk.scenario), simulations, scenario: text, file }
  } catch (error) {
    if (signal.aborted) return { seed, why: 'the sweep was ended before' }
    if (error instanceof JobError) return { seed, why: error.message }
    throw error
  }
}

function keepFailing(scenario: Scenario, { seed, failures }: Outcome, out: string | undefined): string | null {
  return out === undefined ? null : writeFileIn(out, `failing-${seed}.yaml`, failingScenario(scenario, seed, failures[0]!))
}
