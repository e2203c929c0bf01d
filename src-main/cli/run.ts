import { defineCommand } from 'citty'
import { EXPORT_FORMATS } from '../../src-shared/lab-api'
import type { LabState } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { Lab, LabError } from '../lab/lab'
import { OutFolderError } from '../lab/out-folder'
import { readScenario } from '../lab/scenarios'
import type { ScenarioFile } from '../lab/scenarios'
import type { RunRequest } from '../lab/lab'
import type { RunReport } from '../lab/session'
import type { Scenario } from '../../src-shared/scenario/schema'
import { ExportError, writeExports } from '../report/exports'
import { stopOnSignals } from './signals'
import { PlainTeller } from './plain-teller'
import { JsonTeller } from './teller'
import type { Teller } from './teller'
import { EXIT_CODES, UsageError, requireKnown, wholeNumber } from './usage'

const SEED_MAX = 2 ** 32 - 1

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A scenario file, or the name of a shipped one (see `netsplit list`)'
  },
  engine: { type: 'string', default: 'processes', description: 'What runs the nodes: processes' },
  seed: { type: 'string', description: "Instead of the scenario's own", valueHint: 'N' },
  out: { type: 'string', description: 'A new or empty folder for the recording, charts and report', valueHint: 'DIR' },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const runScenarioCommand = defineCommand({
  meta: { name: 'run', description: 'Run a scenario; exits 0 when every check and expectation holds, 1 when one fails' },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    requireEngine(given.engine)
    const seed = given.seed === undefined ? undefined : wholeNumber('seed', given.seed, 0, SEED_MAX)
    if (given.out === '') throw new UsageError('--out: expected a folder')
    const { file, scenario } = read(given.scenario)
    const teller = given.json ? new JsonTeller() : new PlainTeller(scenario, process.stdout)
    const report = await run({ scenario, text: file.text, id: file.id, seed, out: given.out }, teller)
    process.exitCode = exitCodeOf(report)
    // Whatever a library still holds open must not hold up the shell.
    process.stdout.write('', () => process.exit())
  }
})

/** A run that could not even start says nothing of its scenario. */
function exitCodeOf(report: RunReport | null): number {
  if (!report) return EXIT_CODES.usage
  return report.result.passed ? EXIT_CODES.passed : EXIT_CODES.failed
}

function requireEngine(engine: string): void {
  if (engine === 'simulation')
    throw new UsageError('--engine simulation is not there yet; leave the option out to run real processes')
  if (engine !== 'processes') throw new UsageError(`--engine: expected processes, but found ${engine || 'nothing'}`)
}

function read(path_or_name: string): { file: ScenarioFile; scenario: Scenario } {
  const file = readFile(path_or_name)
  if (!file.parse.ok) throw new UsageError(file.parse.errors.map(formatScenarioError).join('\n'))
  return { file, scenario: file.parse.scenario }
}

function readFile(path_or_name: string): ScenarioFile {
  try {
    return readScenario(path_or_name)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** Runs it to its end, or until a signal ends it, and keeps what was asked for; null when it did not even start. */
async function run(request: RunRequest, teller: Teller): Promise<RunReport | null> {
  const lab = new Lab()
  let phase: LabState['phase'] = 'idle'
  lab.onState((state) => {
    if (state.phase !== phase) teller.onPhase(state)
    phase = state.phase
  })
  lab.onEvents((events) => teller.onEvents(events))
  const ignoreSignals = stopOnSignals(() => void lab.stop())
  try {
    await lab.run(request)
    const report = await lab.finished()
    if (report) await conclude(report, request.out, teller)
    return report
  } catch (error) {
    if (error instanceof OutFolderError || error instanceof ExportError) throw new UsageError(error.message)
    if (error instanceof LabError) return null
    throw error
  } finally {
    await lab.close()
    ignoreSignals()
    teller.close()
  }
}

/** Writes the exports beside the recording and tells the result, which is told in any case. */
async function conclude(report: RunReport, out: string | undefined, teller: Teller): Promise<void> {
  try {
    if (out === undefined) return
    if (report.recording_error !== null) throw new ExportError(report.recording_error)
    await writeExports(out, report, EXPORT_FORMATS)
    teller.say(`Recording, charts and report are in ${out}`)
  } finally {
    teller.onResult(report.result)
  }
}
