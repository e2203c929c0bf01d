import { defineCommand } from 'citty'
import { EXPORT_FORMATS } from '../../../src-shared/lab-api'
import type { LabState } from '../../../src-shared/lab-api'
import { createLab } from '../../lab/computer'
import { LabError } from '../../lab/lab-error'
import { OutFolderError } from '../../lab/recording/out-folder'
import type { RunRequest } from '../../lab/run/run-request'
import { requireRecorded } from '../../lab/run/session'
import type { RunReport } from '../../lab/run/session'
import { endedEarly } from '../../../src-shared/result'
import { ExportError } from '../../report/export-error'
import { writeExports } from '../../report/exports'
import { engineOf } from '../input/engine-input'
import { readScenarioInput, scenariosArg } from '../input/scenario-input'
import { stopOnSignals } from '../signals'
import { PlainRunPrinter } from '../output/plain-run-printer'
import { JsonRunPrinter } from '../output/run-printer'
import type { RunPrinter } from '../output/run-printer'
import { EXIT_CODES, UsageError, requireKnown, wholeNumber } from '../input/usage'

const SEED_MAX = 2 ** 32 - 1
const PACE_MAX = 10_000

const args = {
  scenario: {
    type: 'positional',
    required: true,
    description: 'A scenario file, or the name of a shipped one or of your own (see `netsplit list`)'
  },
  engine: { type: 'string', description: "Instead of the scenario's own: processes or simulation", valueHint: 'ENGINE' },
  pace: { type: 'string', description: 'Simulated seconds per second; 0, the default: as fast as possible', valueHint: 'N' },
  seed: { type: 'string', description: "Instead of the scenario's own", valueHint: 'N' },
  out: { type: 'string', description: 'A new or empty folder for the recording, charts and report', valueHint: 'DIR' },
  scenarios: scenariosArg,
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const runScenarioCommand = defineCommand({
  meta: { name: 'run', description: 'Run a scenario; exits 0 when every check and expectation holds, 1 when one fails' },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const engine = engineOf(given.engine)
    const pace = given.pace === undefined ? 0 : wholeNumber('pace', given.pace, 0, PACE_MAX)
    const seed = given.seed === undefined ? undefined : wholeNumber('seed', given.seed, 0, SEED_MAX)
    if (given.out === '') throw new UsageError('--out: expected a folder')
    const { file, scenario } = readScenarioInput(given.scenario, given.scenarios)
    if (given.pace !== undefined && (engine ?? scenario.engine) === 'processes')
      throw new UsageError('--pace: real processes take their own time; give --engine simulation to choose a pace')
    const printer = given.json ? new JsonRunPrinter() : new PlainRunPrinter(scenario, process.stdout)
    const report = await run({ scenario, text: file.text, id: file.id, engine, seed, pace, out: given.out }, printer)
    process.exitCode = exitCodeOf(report)
    // Whatever a library still holds open must not hold up the shell.
    process.stdout.write('', () => process.exit())
  }
})

/** A run that could not even start says nothing of its scenario. */
function exitCodeOf(report: RunReport | null): number {
  if (!report) return EXIT_CODES.usage
  if (report.result.passed) return EXIT_CODES.passed
  return endedEarly(report.result) ? EXIT_CODES.interrupted : EXIT_CODES.failed
}

/** Runs it to its end, or until a signal ends it, and keeps what was asked for; null when it did not even start. */
async function run(request: RunRequest, printer: RunPrinter): Promise<RunReport | null> {
  const lab = createLab()
  let phase: LabState['phase'] = 'idle'
  lab.onState((state) => {
    if (state.phase !== phase) printer.onPhase(state)
    phase = state.phase
  })
  lab.onEvents((events) => printer.onEvents(events))
  const ignoreSignals = stopOnSignals(() => void lab.stop())
  try {
    await lab.run(request)
    const report = await lab.finished()
    if (report) await conclude(report, request.out, printer)
    return report
  } catch (error) {
    if (error instanceof OutFolderError || error instanceof ExportError) throw new UsageError(error.message)
    if (error instanceof LabError) return null
    throw error
  } finally {
    await lab.close()
    ignoreSignals()
    printer.close()
  }
}

/** Writes the exports beside the recording and tells the result, also where they could not be written: then it says so. */
async function conclude(report: RunReport, out: string | undefined, printer: RunPrinter): Promise<void> {
  try {
    if (out === undefined) return printer.onResult(report.result, null)
    if (report.recording_error !== null) throw new ExportError(report.recording_error)
    await writeExports(
      out,
      requireRecorded(report),
      EXPORT_FORMATS.filter((format) => format !== 'recording')
    )
    printer.printNote(`Recording, charts and report are in ${out}`)
    printer.onResult(report.result, null)
  } catch (error) {
    printer.onResult(report.result, (error as Error).message)
    throw error
  }
}
