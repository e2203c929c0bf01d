import type { ComparedRun } from '../../src-shared/folds/comparison'
import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import { scenarioOfRun } from '../../src-shared/scenario/done-by-hand'
import { LabError } from '../lab/lab-error'
import { RECORDING_FILES } from '../lab/recording/recording-files'
import { wholeHistoryOf } from '../lab/results/whole-history'
import { forkOfEvents, runOfEvents } from '../lab/run/fork'
import type { ForkSource } from '../lab/run/fork-origin'
import type { ReplayableRun, RunRequest } from '../lab/run/run-request'
import { listComparison, parseText } from '../lab/scenario-files/listing'
import type { ExportFormat } from '../report/export-files'
import { chosenScenario, EVENTS_PER_S_MAX, scenarioIn, scenarioNamed } from './chosen-scenario'
import type { FindScenario } from './chosen-scenario'
import type { CommandContext } from './command-context'
import { answerLink, replayOptions } from './links'
import { reportExtras } from './report-extras'
import { executeOwnScenarioCommand, isOwnScenarioCommand } from './own-scenario-commands'
import { executeRunCommand, isRunCommand } from './run-commands'

const EXPLORER_PAGE = 'explorer.html'
const COMPARISON_PAGE = 'comparison.html'
const DONE: CommandAnswer = { ok: true }

/** Does what a page asks, wherever the lab is. Rejects with one sentence when it cannot be done. */
export async function executeCommand(context: CommandContext, command: LabCommand): Promise<CommandAnswer> {
  const { lab, shipped, own, recordings, comparisons } = context
  const find: FindScenario = async (id) => (await shipped.scenario(id)) ?? own.find(id)
  if (isRunCommand(command)) return executeRunCommand(lab, command)
  if (isOwnScenarioCommand(command)) return executeOwnScenarioCommand(own, command)
  switch (command.command) {
    case 'run':
      await run(context, { ...(await chosenScenario(command, find)), ...runOptions(context, command) })
      return DONE
    case 'fork':
      await run(context, await forkOf(context, command))
      return DONE
    case 'link':
      return answerLink(await runToLink(context, command.recording), viewToLink(context, command), shipped.scenario)
    case 'open-recording':
      return { ok: true, recording: await recordings.open(command.recording) }
    case 'import-recording':
      return { ok: true, recording: await recordings.open(await recordings.take(command.name, command.archive)) }
    case 'judge':
      return { ok: true, judgements: await context.judge(await historyToJudge(context, command.recording), command.models) }
    case 'judge-cancel':
      context.cancelJudging?.()
      return DONE
    case 'export':
      return exportRun(context, command.formats)
    case 'compare-export':
      return exportComparison(context, command.recordings)
    case 'lessons':
      return { ok: true, lessons: await shipped.lessons() }
    case 'lesson':
      return { ok: true, lesson: await shipped.lesson(command.lesson) }
    case 'comparisons':
      return { ok: true, comparisons: (await shipped.comparisons()).map(listComparison) }
    case 'compare-run':
      return { ok: true, comparison: await comparisons.begin(command.comparison) }
    case 'compare-progress':
      return { ok: true, comparison: comparisons.progress }
    case 'compare-cancel':
      await comparisons.cancel()
      return DONE
    case 'explore':
      return { ok: true, exploration: context.explorer.after(command.offset) }
    case 'explore-more':
      return { ok: true, cell: await context.explorer.more(command.row, command.column) }
    case 'play-isolation':
      return { ok: true, played: context.isolation.after(command.offset) }
    case 'measure':
      return { ok: true, measurement: context.pacelc.after(command.offset) }
    case 'commit-window':
      return { ok: true, window: await context.commit_windows.after(command.offset) }
    case 'elections':
      return { ok: true, elections: context.elections.after(command.offset) }
    case 'explorer-export':
      return exportExplorer(context)
    case 'scenario-text':
      return { ok: true, text: (await scenarioNamed(command.scenario, find)).text }
    case 'run-as-scenario':
      return { ok: true, ...(await runAsScenario(context, command.recording)) }
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

async function exportExplorer(context: CommandContext): Promise<CommandAnswer> {
  const { exporter, explorer, pacelc, commit_windows, isolation } = context
  const exploration = explorer.findingsSoFar
  const measurement = pacelc.findingsSoFar
  const window = commit_windows.findingsSoFar
  const played = isolation.findingsSoFar
  const elections = context.elections.findingsSoFar
  const is_empty = !exploration && !measurement && !window && !played && !elections
  if (is_empty) throw new LabError('nothing has been explored or measured yet')
  const { htmlReport } = await import('../report/html-report')
  const text = htmlReport({
    ...(exploration && { exploration }),
    ...(measurement && { measurement }),
    ...(window && { window }),
    ...(played && { played }),
    ...(elections && { elections })
  })
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

function runOptions(context: CommandContext, command: RunCommand) {
  const { seed, pace, held } = command
  return { seed, pace, held, ...replayOptions(command, currentRun(context)), events_per_s_max: EVENTS_PER_S_MAX }
}

/** With the name of its recording, so that a fork can be compared with it. */
function currentRun({ lab, recordings }: CommandContext): ForkSource {
  const { run, recording } = lab.state
  return { run, recording: recording === null ? null : recordings.idOf(recording) }
}

async function forkOf(context: CommandContext, { recording, at_seq, change, pace }: ForkCommand) {
  const { origin, ...request } =
    recording === undefined ? forkOfCurrent(context, at_seq) : await forkOfRecording(context, recording, at_seq)
  return { ...request, origin: { ...origin, change: change ?? null }, pace, events_per_s_max: EVENTS_PER_S_MAX }
}

/** The recording of a fork says what it branched off. */
async function run({ lab, recordings }: CommandContext, request: RunRequest): Promise<void> {
  await lab.run({ ...request, ...recordings.newFolder() })
  const { origin } = request
  const id = recordings.idOf(lab.state.recording ?? '')
  if (!origin?.from || id === null) return
  const { from, at_seq, forked_at_seq = at_seq, replay_check } = origin
  recordings.markFork(id, { recording: from.recording, at_seq: forked_at_seq, at_us: replay_check?.t ?? 0 })
}

function forkOfCurrent(context: CommandContext, at_seq: number) {
  const { origin, ...request } = context.lab.forkOfCurrent(at_seq)
  return { ...request, origin: { ...origin, from: currentRun(context) } }
}

async function runToLink({ lab, recordings }: CommandContext, recording: string | undefined): Promise<ReplayableRun> {
  if (recording === undefined) return lab.replayable
  const { scenario: text, events, has_gaps } = await recordings.read(recording)
  if (text === null || has_gaps) throw new LabError('this recording cannot be repeated from a link: parts of it are missing')
  return runOfEvents(events, { scenario: scenarioIn(parseText(text, RECORDING_FILES.scenario)), text })
}

function viewToLink({ lab }: CommandContext, { recording, moment }: Extract<LabCommand, { command: 'link' }>) {
  const forked_at_seq = recording === undefined ? lab.state.simulation?.forked_from?.at_seq : undefined
  return { moment, forked_at_seq }
}

async function forkOfRecording({ recordings }: CommandContext, recording: string, at_seq: number) {
  const { scenario: text, events } = await recordings.read(recording)
  if (text === null) throw new LabError('this recording cannot be repeated: its scenario is missing')
  return forkOfEvents(events, at_seq, { scenario: scenarioIn(parseText(text, RECORDING_FILES.scenario)), text, recording })
}

/** Without a name: the current run, so far. */
async function runAsScenario({ lab, recordings }: CommandContext, recording: string | undefined) {
  if (recording === undefined) return lab.asScenario()
  const { scenario: text, events, has_gaps } = await recordings.read(recording)
  if (text === null) throw new LabError('this recording cannot be saved as a scenario: its own scenario is missing')
  const saved = scenarioOfRun({ text, scenario: scenarioIn(parseText(text, RECORDING_FILES.scenario)) }, events)
  const lacking = 'The recording lacks events in its middle: what was done then may be missing.'
  return { ...saved, left_out: has_gaps ? [...saved.left_out, lacking] : saved.left_out }
}

/** Without a name: of the current run, so far. */
async function historyToJudge({ lab, recordings }: CommandContext, recording: string | undefined) {
  if (recording === undefined) return lab.operations()
  const { events, has_gaps } = await recordings.read(recording)
  if (has_gaps) throw new LabError('this recording lacks events in its middle: nothing can be said of its history')
  return wholeHistoryOf(events)
}
