import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import { formatScenarioError } from '../../src-shared/scenario/parse'
import { LabError } from '../lab/lab'
import type { Lab } from '../lab/lab'
import { parseText, shippedScenarios } from '../lab/scenarios'
import type { ScenarioFile } from '../lab/scenarios'
import type { ExportFormat } from '../report/exports'
import { RECORDINGS_PATH } from './recordings'
import type { Recordings } from './recordings'

/** What pages' commands work on. */
export interface Workplace {
  readonly lab: Lab
  readonly recordings: Recordings
}

/** Does what a page asks. Rejects with one sentence when it cannot be done. */
export async function carryOut(workplace: Workplace, command: LabCommand): Promise<CommandAnswer> {
  const { lab, recordings } = workplace
  switch (command.command) {
    case 'run':
      await lab.run({ ...chosenScenario(command), seed: command.seed, ...recordings.newFolder() })
      return { ok: true }
    case 'stop':
      await lab.stop()
      return { ok: true }
    case 'act':
      await lab.act(command.action)
      return { ok: true }
    case 'undo':
      lab.undo(command.fault)
      return { ok: true }
    case 'workload':
      lab.changeWorkload(command.workload)
      return { ok: true }
    case 'export':
      return exportRun(workplace, command.formats)
    case 'scenario-text':
      return { ok: true, text: shipped(command.scenario).text }
    case 'recordings':
      return { ok: true, recordings: await recordings.list() }
    default:
      throw new LabError(`${command.command} is not there yet`)
  }
}

/** Exports lie beside the recording that they were made from. */
async function exportRun({ lab, recordings }: Workplace, formats: readonly ExportFormat[]): Promise<CommandAnswer> {
  const report = await lab.report()
  // Loaded when first needed: the charting library would slow every start.
  const { writeExports } = await import('../report/exports')
  const names = await writeExports(report.recording, report, formats)
  const id = recordings.idOf(report.recording)
  return {
    ok: true,
    text: `${names.length} files in ${report.recording}`,
    files: id === null ? [] : names.map((name) => ({ name, path: `${RECORDINGS_PATH}${id}/${name}` }))
  }
}

type RunCommand = Extract<LabCommand, { command: 'run' }>

function chosenScenario({ scenario, yaml }: RunCommand) {
  if (yaml !== undefined) return { scenario: parsed(parseText(yaml, 'scenario')), text: yaml }
  if (scenario === undefined) throw new LabError('a run needs a scenario')
  const { id, parse, text } = shipped(scenario)
  return { id, scenario: parsed(parse), text }
}

/** A page may name shipped scenarios only, never a file. */
function shipped(id: string): ScenarioFile {
  const file = shippedScenarios().find((candidate) => candidate.id === id)
  if (!file) throw new LabError(`there is no scenario named ${id}`)
  return file
}

function parsed(parse: ScenarioFile['parse']) {
  if (!parse.ok) throw new LabError(parse.errors.map(formatScenarioError).join('\n'))
  return parse.scenario
}
