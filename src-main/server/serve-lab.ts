import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createLab } from '../lab/computer'
import { ownScenariosFolder, userData } from '../lab/user-data'
import type { Lab } from '../lab/lab'
import { executeCommand } from './commands'
import { createComputerContext } from './computer-context'
import { PortError, startLabServer } from './lab-server'
import type { LabServer } from './lab-server'

/** Left there by `npm run build:web`. */
const TAB_FOLDER = join(__dirname, '../web')
/** Many nodes on few cores would leave the page, and so the person at it, no time. */
const NODE_PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL
/** What runs when nobody chose. */
const DEFAULT_SCENARIO = 'raft-steady'

export interface ServeLabOptions {
  /** 0: any free port. */
  readonly port: number
  /** Take any free port when this one is not to be had. */
  readonly orAnyPort?: boolean
  /** Where recordings are kept; absent: the system's place for a user's data. */
  readonly dataFolder?: string
  /** Where the person's own scenarios are kept; absent: beside that, for every shell alike. */
  readonly scenariosFolder?: string
  /** Let others in the room join with a code. */
  readonly open?: boolean
}

/** A lab and the page that shows it. */
export interface ServedLab {
  readonly lab: Lab
  readonly server: LabServer
  /** Starts a scenario by its name, shipped or the person's own, or the default one when it is not named or no longer there. Rejects with one sentence. */
  start(scenario: string | null): Promise<void>
  /** Ends the cluster and the page. */
  close(): Promise<void>
}

/** Brings up a lab on a page. Throws {@link PortError} when the port cannot be had. */
export async function serveLab(options: ServeLabOptions): Promise<ServedLab> {
  const { port, orAnyPort, dataFolder = userData(), scenariosFolder = ownScenariosFolder(), open } = options
  const lab = createLab({ node_priority: NODE_PRIORITY })
  const context = createComputerContext(lab, dataFolder, scenariosFolder)
  const { recordings, shipped, own } = context
  recordings.purgeDeleted()
  const serve = (at: number): Promise<LabServer> =>
    startLabServer({
      lab: {
        hello: () => lab.hello(),
        get state() {
          return lab.state
        },
        command: (command) => executeCommand(context, command),
        onState: (listener) => lab.onState(listener),
        onEvents: (listener) => lab.onEvents(listener)
      },
      port: at,
      pageFolder: join(__dirname, '../renderer'),
      tabFolder: existsSync(TAB_FOLDER) ? TAB_FOLDER : null,
      recordingsFolder: recordings.folder,
      open
    })
  const server = await serve(port).catch((error: unknown) => {
    if (orAnyPort && error instanceof PortError) return serve(0)
    throw error
  })
  return {
    lab,
    server,
    async start(scenario) {
      const known =
        scenario !== null && ((await shipped.scenario(scenario)) || (await own.find(scenario).catch(() => null))?.parse.ok)
      const answer = await executeCommand(context, { command: 'run', scenario: known ? scenario : DEFAULT_SCENARIO })
      if (!answer.ok) throw new Error(answer.error)
    },
    async close() {
      await Promise.all([lab.close(), server.close(), context.close()])
      recordings.purgeDeleted()
    }
  }
}
