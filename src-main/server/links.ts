/** Runs that travel in links: how one that came so is begun, and the link to one. */
import type { CommandAnswer, LabCommand } from '../../src-shared/lab-api'
import { LinkError, linkTo } from '../../src-shared/links/link'
import type { LinkInput } from '../../src-shared/links/link'
import { LabError } from '../lab/lab-error'
import type { ForkSource } from '../lab/run/fork-origin'
import type { ReplayableRun, RunRequest } from '../lab/run/run-request'
import type { FindScenario } from './chosen-scenario'

/** How a run is made, and what it repeats, if anything. `current`: the run of which it may be a fork. */
export function replayOptions(
  { engine, replay }: Extract<LabCommand, { command: 'run' }>,
  current: ForkSource
): Pick<RunRequest, 'engine' | 'origin'> {
  if (!replay) return { engine }
  const from = replay.forked_at_seq === undefined ? null : current
  return { engine: 'simulation', origin: { ...replay, from, replay_check: null, change: null } }
}

/** What of a run its link says besides what {@link ReplayableRun} does. */
type LinkedView = Pick<LinkInput, 'moment' | 'forked_at_seq'>

/** The link to a run; where it would be too long, that to its scenario, and why. Throws a {@link LabError} where even that is. */
export async function answerLink(
  { id, text, seed, interventions }: ReplayableRun,
  view: LinkedView,
  find: FindScenario
): Promise<CommandAnswer> {
  // A file of one's own may have a shipped one's name.
  const source = id !== undefined && (await find(id))?.text === text ? { scenario: id } : { yaml: text }
  try {
    return { ok: true, link: linkTo({ ...source, seed, interventions: [...interventions], ...view }) }
  } catch (error) {
    if (!(error instanceof LinkError)) throw error
    return { ok: true, link: linkToScenario({ ...source, seed }), text: `${error.message} This one begins the scenario anew.` }
  }
}

function linkToScenario(link: LinkInput): string {
  try {
    return linkTo(link)
  } catch (error) {
    throw new LabError(`${(error as Error).message} Send the scenario’s file instead.`)
  }
}
