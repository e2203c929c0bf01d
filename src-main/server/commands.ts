import type { ComparedRun } from '../../src-shared/folds/comparison'
import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import { LabError } from '../lab/lab-error'
import { RECORDING_FILES } from '../lab/recording/recording-files'
import { wholeHistoryOf } from '../lab/results/checks'
import { forkOfEvents } from '../lab/run/fork'
import { listComparison, parseText } from '../lab/scenario-files/listing'
import type { ExportFormat } from '../report/export-files'
import { chosenScenario, EVENTS_PER_S_MAX, scenarioIn, shippedNamed } from './chosen-scenario'
import type { CommandContext } from './command-context'
import { reportExtras } from './report-extras'
import { executeRunCommand, isRunCommand } from './run-commands'

const EXPLORER_PAGE = 'explorer.html'
const COMPARISON_PAGE = 'comparison.html'
const DONE: CommandAnswer = { ok: true }

/** Does what a page asks, wherever the lab is. Rejects with one sentence when it cannot be done. */
export async function executeCommand(context: CommandContext, command: LabCommand): Promise<CommandAnswer> {
  const { lab, shipped, recordings, comparisons, explorer, pacelc } = context
  if (isRunCommand(command)) return executeRunCommand(lab, command)
  switch (command.command) {
    case 'run':
      await lab.run({ ...chosenScenario(command, shipped.scenario), ...runOptions(command), ...recordings.newFolder() })
      return DONE
    case 'fork':
      await runFork(context, await forkOf(context, command))
      return DONE
    case 'open-recording':
      return { ok: true, recording: await recordings.open(command.recording) }
    case 'judge':
      return { ok: true, judgements: await context.judge(await historyToJudge(context, command.recording), command.models) }
    case 'export':
      return exportRun(context, command.formats)
    case 'compare-export':
      return exportComparison(context, command.recordings)
    case 'lessons':
      return { ok: true, lessons: shipped.lessons() }
    case 'lesson':
      return { ok: true, lesson: shipped.lesson(command.lesson) }
    case 'comparisons':
      return { ok: true, comparisons: shipped.comparisons().map(listComparison) }
    case 'compare-run':
      return { ok: true, comparison: comparisons.begin(command.comparison) }
    case 'compare-progress':
      return { ok: true, comparison: comparisons.progress }
    case 'compare-cancel':
      await comparisons.cancel()
      return DONE
    case 'explore':
      return { ok: true, exploration: explorer.after(command.offset) }
    case 'explore-more':
      return { ok: true, cell: await explorer.more(command.row, command.column) }
    case 'measure':
      return { ok: true, measurement: pacelc.after(command.offset) }
    case 'explorer-export':
      return exportExplorer(context)
    case 'scenario-text':
      return { ok: true, text: shippedNamed(command.scenario, shipped.scenario).text }
    case 'recordings':
      return {
        ok: true,
        recordings: await recordings.list(unfinishedRecordings(context)),
        deleted: await recordings.listDeleted()
      }
    case 'label-recording':
      recordings.label(command.recording, { name: command.name, notes: command.notes })
      return DONE
    case 'delete-recording':
      refuseInUse(context, command.recording)
      recordings.delete(command.recording)
      return DONE
    case 'restore-recording':
      recordings.restore(command.recording)
      return DONE
  }
}

async function exportRun(context: CommandContext, formats: readonly ExportFormat[]): Promise<CommandAnswer> {
  const report = await context.lab.report()
  const extras = formats.includes('html') ? await reportExtras(context) : {}
  return context.exporter.exportRun(report, formats, extras)
}

async function exportComparison({ recordings, exporter }: CommandContext, ids: readonly string[]): Promise<CommandAnswer> {
  // Loaded when first needed, as below: the charting library would slow every start.
  const [{ comparedRun }, { htmlReport }] = await Promise.all([import('../report/compared-run'), import('../report/html-report')])
  const comparison: ComparedRun[] = []
  for (const id of ids) comparison.push(comparedRun(await recordings.read(id), id))
  return exporter.exportPage(COMPARISON_PAGE, htmlReport({ comparison }), ids[0]!)
}

async function exportExplorer({ exporter, explorer, pacelc }: CommandContext): Promise<CommandAnswer> {
  const exploration = explorer.findingsSoFar
  const measurement = pacelc.findingsSoFar
  if (!exploration && !measurement) throw new LabError('nothing has been explored or measured yet')
  const { htmlReport } = await import('../report/html-report')
  const text = htmlReport({ ...(exploration && { exploration }), ...(measurement && { measurement }) })
  return exporter.exportPage(EXPLORER_PAGE, text, null)
}

/** Folders of recordings that are not whole yet. */
function unfinishedRecordings({ lab, comparisons }: CommandContext): readonly string[] {
  const { result, recording } = lab.state
  return [...comparisons.busy, ...(result === null && recording !== null ? [recording] : [])]
}

/** A run that can still be exported or judged reads its recording. */
function refuseInUse(context: CommandContext, id: string): void {
  const { lab, recordings } = context
  const in_use = [...unfinishedRecordings(context), ...(lab.state.recording === null ? [] : [lab.state.recording])]
  if (in_use.some((folder) => recordings.idOf(folder) === id))
    throw new LabError('this is the recording of the run in the lab: start another run before you delete it')
}

type RunCommand = Extract<LabCommand, { command: 'run' }>
type ForkCommand = Extract<LabCommand, { command: 'fork' }>

function runOptions({ seed, engine, pace, held }: RunCommand) {
  return { seed, engine, pace, held, events_per_s_max: EVENTS_PER_S_MAX }
}

async function forkOf(context: CommandContext, { recording, at_seq, change, pace }: ForkCommand) {
  const { origin, ...request } =
    recording === undefined ? forkOfCurrent(context, at_seq) : await forkOfRecording(context, recording, at_seq)
  return { ...request, origin: { ...origin, change: change ?? null }, pace, events_per_s_max: EVENTS_PER_S_MAX }
}

/** Its recording says what it branched off. */
async function runFork({ lab, recordings }: CommandContext, request: Awaited<ReturnType<typeof forkOf>>): Promise<void> {
  await lab.run({ ...request, ...recordings.newFolder() })
  const { from, at_seq, replay_check } = request.origin
  const id = recordings.idOf(lab.state.recording ?? '')
  if (id !== null) recordings.markFork(id, { recording: from.recording, at_seq, at_us: replay_check?.t ?? 0 })
}

/** With the name of its recording, so that both can be compared. */
function forkOfCurrent({ lab, recordings }: CommandContext, at_seq: number) {
  const { origin, ...request } = lab.forkOfCurrent(at_seq)
  const { recording } = lab.state
  const id = recording === null ? null : recordings.idOf(recording)
  return { ...request, origin: { ...origin, from: { ...origin.from, recording: id } } }
}

async function forkOfRecording({ recordings }: CommandContext, recording: string, at_seq: number) {
  const { scenario: text, events } = await recordings.read(recording)
  if (text === null) throw new LabError('this recording cannot be repeated: its scenario is missing')
  return forkOfEvents(events, at_seq, { scenario: scenarioIn(parseText(text, RECORDING_FILES.scenario)), text, recording })
}

/** Without a name: of the current run, so far. */
async function historyToJudge({ lab, recordings }: CommandContext, recording: string | undefined) {
  if (recording === undefined) return lab.operations()
  const { events, has_gaps } = await recordings.read(recording)
  if (has_gaps) throw new LabError('this recording lacks events in its middle: nothing can be said of its history')
  return wholeHistoryOf(events)
}
