import { defineCommand } from 'citty'
import { LinkError, linkTo } from '../../../src-shared/links/link'
import type { Link } from '../../../src-shared/links/link'
import { replayOf } from '../../../src-shared/links/replay'
import type { Engine } from '../../../src-shared/engine'
import { engineOf } from '../input/engine-input'
import { onProcesses, readLinkInput } from '../input/link-input'
import type { GivenLink } from '../input/link-input'
import { UsageError, requireKnown, wholeNumber } from '../input/usage'
import { PORT_MAX, serveUntilSignal } from './serve'

const args = {
  link: {
    type: 'positional',
    required: true,
    description: 'A whole address, a netsplit: one, or in quotes what begins with #link='
  },
  engine: { type: 'string', description: 'processes or simulation; default: see above', valueHint: 'ENGINE' },
  port: { type: 'string', default: '0', description: 'Port on loopback; 0: any free one', valueHint: 'N' }
} as const

export const openCommand = defineCommand({
  meta: {
    name: 'open',
    description:
      'Take up a link on a loopback page. What the link repeats is simulated; otherwise the scenario says what it runs on. ' +
      'On real processes, what was done by hand is done by a timeline, and no moment is gone to'
  },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const port = wholeNumber('port', given.port, 0, PORT_MAX)
    const { link, notes } = takeUp(readLinkInput(given.link), engineOf(given.engine))
    // The page runs it, and goes to its moment.
    const fragment = fragmentOf(link)
    for (const note of notes) console.log(note)
    await serveUntilSignal({ port }, fragment)
  }
})

/** The link as the page is to run it, and what whoever opens it must know. */
function takeUp(given: GivenLink, engine: Engine | undefined): { readonly link: Link; readonly notes: readonly string[] } {
  const { link, scenario } = given
  const repeats = replayOf(link) !== null
  if (engine === 'processes') {
    const { link: on_processes, left_out } = onProcesses(given)
    const why = 'Real processes do not repeat a run: what was done by hand is done at its times, and no moment is gone to.'
    return { link: on_processes, notes: repeats ? [why, ...left_out] : [] }
  }
  const hint = 'Simulated, as the run of the link was; --engine processes runs the same file on real processes.'
  return {
    link: { ...link, ...(engine && { engine }) },
    notes: repeats && engine === undefined && scenario.engine === 'processes' ? [hint] : []
  }
}

function fragmentOf(link: Link): string {
  try {
    return linkTo(link)
  } catch (error) {
    throw error instanceof LinkError ? new UsageError(error.message) : error
  }
}
