/** The lab of a browser's tab, in a worker: says to the page what a server says over its socket. */
import { executeCommand } from '../src-main/server/commands'
import type { LabEvent } from '../src-shared/events'
import { labCommandSchema } from '../src-shared/lab-api'
import type { CommandAnswer } from '../src-shared/lab-api'
import { BATCH_EVENTS_MAX } from '../src-shared/wire/event-batches'
import { encodeEvents } from '../src-shared/wire/events'
import type { FromWorker, ToWorker } from './messages'
import { FIRST_SCENARIO } from './scenario-resources'
import { createTabContext } from './tab-context'

/** Events travel in batches of this age, as over a socket. */
const BATCH_MS = 50

const drawing = new Map<number, (png: Uint8Array | null) => void>()
let drawn = 0
const context = createTabContext(drawPng)
const { lab } = context
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

/** Has the page draw it. */
async function drawPng(svg: string): Promise<Uint8Array> {
  const png = await new Promise<Uint8Array | null>((resolve) => {
    drawing.set(++drawn, resolve)
    tell({ kind: 'draw', id: drawn, svg })
  })
  if (png === null) throw new Error('This browser cannot draw charts as PNG: export them as SVG.')
  return png
}

async function answerTo(command: unknown): Promise<CommandAnswer> {
  const parsed = labCommandSchema.safeParse(command)
  if (!parsed.success) return { ok: false, error: `This is no command: ${parsed.error.issues[0]?.message}` }
  try {
    return await executeCommand(context, parsed.data)
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
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

/** Made while the page still loads. */
const hello = lab.hello()

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'open':
      tell({ kind: 'hello', hello })
      return void answerTo({ command: 'run', scenario: FIRST_SCENARIO })
    case 'command':
      return void answerTo(data.command).then((answer) => tell({ kind: 'answer', id: data.id, answer }))
    case 'drawn':
      drawing.get(data.id)?.(data.png)
      drawing.delete(data.id)
  }
}
