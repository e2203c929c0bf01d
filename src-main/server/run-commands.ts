import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import type { Lab } from '../lab/lab'

const RUN_COMMANDS = ['stop', 'pause', 'resume', 'pace', 'step', 'intervene', 'act', 'undo', 'workload'] as const
/** What concerns the run that is under way and nothing else, wherever the lab is. */
export type RunCommand = Extract<LabCommand, { command: (typeof RUN_COMMANDS)[number] }>

export function isRunCommand(command: LabCommand): command is RunCommand {
  return (RUN_COMMANDS as readonly string[]).includes(command.command)
}

/** Does it to the lab's run. Rejects with `LabError` when it cannot be done. */
export async function executeRunCommand(lab: Lab, command: RunCommand): Promise<CommandAnswer> {
  switch (command.command) {
    case 'stop':
      await lab.stop()
      break
    case 'pause':
      lab.simulation().pause()
      break
    case 'resume':
      lab.simulation().resume()
      break
    case 'pace':
      lab.simulation().pace = command.pace
      break
    case 'step':
      lab.simulation().step(command.until)
      break
    case 'intervene':
      lab.intervene(command.intervention)
      break
    case 'act':
      return { ok: true, fault: await lab.act(command.action) }
    case 'undo':
      lab.undo(command.fault)
      break
    case 'workload':
      lab.changeWorkload(command.workload)
  }
  return { ok: true }
}
