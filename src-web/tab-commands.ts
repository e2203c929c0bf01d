import { judgeNow } from '../src-main/checkers/judge-now'
import type { Lab } from '../src-main/lab/lab'
import { LabError } from '../src-main/lab/lab-error'
import { chosenScenario, EVENTS_PER_S_MAX, shippedNamed } from '../src-main/server/chosen-scenario'
import { answerLink, replayOptions } from '../src-main/server/links'
import { executeRunCommand, isRunCommand } from '../src-main/server/run-commands'
import type { CommandAnswer, LabCommand } from '../src-shared/lab-api'
import { lessonListings, shippedLesson, shippedScenario } from './resources'

const DONE: CommandAnswer = { ok: true }
const DESKTOP_ALONE = 'Only the desktop lab can do this: it has files and processes.'

/** Does what the page asks, as far as a tab can. Rejects with one sentence when it cannot be done. */
export async function executeTabCommand(lab: Lab, command: LabCommand): Promise<CommandAnswer> {
  if (isRunCommand(command)) return executeRunCommand(lab, command)
  switch (command.command) {
    case 'run': {
      const { seed, pace, held } = command
      await lab.run({
        ...chosenScenario(command, shippedScenario),
        ...replayOptions(command, { recording: null, run: lab.state.run }),
        seed,
        pace,
        held,
        engine: 'simulation',
        events_per_s_max: EVENTS_PER_S_MAX
      })
      return DONE
    }
    case 'fork': {
      if (command.recording !== undefined) throw new LabError(DESKTOP_ALONE)
      const { origin, ...request } = lab.forkOfCurrent(command.at_seq)
      const change = command.change ?? null
      await lab.run({ ...request, origin: { ...origin, change }, pace: command.pace, events_per_s_max: EVENTS_PER_S_MAX })
      return DONE
    }
    case 'link': {
      if (command.recording !== undefined) throw new LabError(DESKTOP_ALONE)
      const forked_at_seq = lab.state.simulation?.forked_from?.at_seq
      return answerLink(lab.replayable, { moment: command.moment, forked_at_seq }, shippedScenario)
    }
    case 'judge': {
      if (command.recording !== undefined) throw new LabError(DESKTOP_ALONE)
      const history = await lab.operations()
      return { ok: true, judgements: command.models.map((model) => judgeNow(history, model)) }
    }
    case 'scenario-text':
      return { ok: true, text: shippedNamed(command.scenario, shippedScenario).text }
    case 'lessons':
      return { ok: true, lessons: lessonListings() }
    case 'lesson': {
      const lesson = shippedLesson(command.lesson)
      if (!lesson) throw new LabError(`there is no lesson named ${command.lesson}`)
      return { ok: true, lesson }
    }
    case 'recordings':
      return { ok: true, recordings: [], deleted: [] }
    case 'comparisons':
      return { ok: true, comparisons: [] }
    case 'compare-progress':
      return { ok: true, comparison: null }
    default:
      throw new LabError(DESKTOP_ALONE)
  }
}
