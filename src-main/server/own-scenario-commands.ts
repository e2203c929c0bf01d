import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import type { OwnScenarios } from '../lab/scenario-files/own-scenarios'

const OWN_SCENARIO_COMMANDS = [
  'own-scenarios',
  'save-own-scenario',
  'rename-own-scenario',
  'delete-own-scenario',
  'restore-own-scenario'
] as const
/** What concerns the scenarios that somebody keeps. */
type OwnScenarioCommand = Extract<LabCommand, { command: (typeof OWN_SCENARIO_COMMANDS)[number] }>

export function isOwnScenarioCommand(command: LabCommand): command is OwnScenarioCommand {
  return (OWN_SCENARIO_COMMANDS as readonly string[]).includes(command.command)
}

/** Does it; answers what is kept then. Rejects with `LabError` when it cannot be done. */
export async function executeOwnScenarioCommand(own: OwnScenarios, command: OwnScenarioCommand): Promise<CommandAnswer> {
  switch (command.command) {
    case 'own-scenarios':
      break
    case 'save-own-scenario':
      await own.save(command.scenario, command.text, command)
      break
    case 'rename-own-scenario':
      await own.rename(command.scenario, command.name, command.title)
      break
    case 'delete-own-scenario':
      await own.delete(command.scenario)
      break
    case 'restore-own-scenario':
      await own.restore(command.scenario)
  }
  return { ok: true, own_scenarios: { scenarios: await own.list(), deleted: own.listDeleted(), folder: own.folder } }
}
