/** The lab of a browser's tab, in a worker: says to the page what a server says over its socket. */
import { Lab } from '../src-main/lab/lab'
import { LabError } from '../src-main/lab/lab-error'
import type { LabEvent } from '../src-shared/events'
import { labCommandSchema } from '../src-shared/lab-api'
import type { CommandAnswer } from '../src-shared/lab-api'
import { BATCH_EVENTS_MAX } from '../src-shared/wire/event-batches'
import { encodeEvents } from '../src-shared/wire/events'
import type { FromWorker, ToWorker } from './messages'
import { Tab } from './tab'
import { executeTabCommand } from './tab-commands'

/** Events travel in batches of this age, as over a socket. */
const BATCH_MS = 50
/** What runs when the page has just opened. */
const FIRST_SCENARIO = 'raft-steady'

const lab = new Lab(new Tab())
let pending: LabEvent[] = []

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  postMessage(message, { transfer })
}

function flush(): void {
  const events = pending
  pending = []
  for (let at = 0; at < events.length; at += BATCH_EVENTS_MAX) {
    const batch = encodeEvents(events.slice(at, at + BATCH_EVENTS_MAX)).slice()
    tell({ kind: 'events', run: lab.state.run, batch }, [batch.buffer])
  }
}

async function answerTo(command: unknown): Promise<CommandAnswer> {
  const parsed = labCommandSchema.safeParse(command)
  if (!parsed.success) return { ok: false, error: `This is no command: ${parsed.error.issues[0]?.message}` }
  try {
    return await executeTabCommand(lab, parsed.data)
  } catch (error) {
    if (error instanceof LabError) return { ok: false, error: error.message }
    throw error
  }
}

lab.onState((state) => {
  flush()
  tell({ kind: 'state', state })
})
lab.onEvents((events) => {
  for (const event of events) pending.push(event)
  if (pending.length >= BATCH_EVENTS_MAX) flush()
})
setInterval(flush, BATCH_MS)

onmessage = ({ data: { id, command } }: MessageEvent<ToWorker>) =>
  void answerTo(command).then((answer) => tell({ kind: 'answer', id, answer }))

tell({ kind: 'hello', hello: lab.hello() })
void answerTo({ command: 'run', scenario: FIRST_SCENARIO })
