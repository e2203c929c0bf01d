import { defineCommand } from 'citty'
import { suggestion } from '../../../src-shared/scenario/closest-match'
import { ScenarioFolder } from '../../lab/scenario-files/scenario-folder'
import { shippedScenarioNames } from '../../lab/scenario-files/scenarios'
import { ownScenariosFolder } from '../../lab/user-data'
import { PortError } from '../../server/lab-server'
import { serveLab } from '../../server/serve-lab'
import type { ServedLab, ServeLabOptions } from '../../server/serve-lab'
import { scenariosArg } from '../input/scenario-input'
import { stopOnSignals } from '../signals'
import { UsageError, requireKnown, wholeNumber } from '../input/usage'

export const PORT_MAX = 65_535

const args = {
  port: { type: 'string', default: '0', description: 'Port on loopback; 0: any free one', valueHint: 'N' },
  open: { type: 'boolean', description: 'Let others in the room join, with a code' },
  scenario: { type: 'string', description: 'A scenario instead of the steady one: shipped, or your own', valueHint: 'NAME' },
  scenarios: scenariosArg
} as const

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Put the lab on a loopback page and start its cluster' },
  args,
  async run({ args: given }) {
    requireKnown(given, args)
    const port = wholeNumber('port', given.port, 0, PORT_MAX)
    await requireScenario(given.scenario, given.scenarios ?? ownScenariosFolder())
    const served = await serveUntilSignal({ port, open: given.open, scenariosFolder: given.scenarios })
    // The page shows what goes wrong from here on; the terminal says it too.
    await served.start(given.scenario ?? null).catch((error: Error) => console.error(error.message))
  }
})

/** Serves the lab and prints where; `fragment`: what the page is to take up. A port that cannot be had is a {@link UsageError}. */
export async function serveUntilSignal(options: ServeLabOptions, fragment = ''): Promise<ServedLab> {
  const served = await serveLab(options).catch((error: Error) => {
    throw error instanceof PortError ? new UsageError(error.message) : error
  })
  stopOnSignals(() => void served.close().then(() => process.exit(0)))
  announce(served, fragment)
  return served
}

async function requireScenario(name: string | undefined, folder: string): Promise<void> {
  const names = [...shippedScenarioNames(), ...(await new ScenarioFolder(folder).names())]
  if (name === undefined || names.includes(name)) return
  throw new UsageError(`--scenario: there is no scenario ${name}; ${suggestion(name, names)}`)
}

function announce({ server }: ServedLab, fragment: string): void {
  console.log(`Netsplit is at ${server.url}${fragment}`)
  const { join } = server
  if (join) console.log(`Others in the room: ${join.addresses.map(({ url }) => url).join(' or ')}, join code ${join.code}`)
  console.log('Ctrl-C ends it.')
}
