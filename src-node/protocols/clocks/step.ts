/** The one way in: each input to a small function of its own. */
import { reply } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import type { Core } from './core'
import { newCore, onMessage, onRandomTimer, send, snapshotIfDue, write } from './core'
import { isWellFormed } from './messages'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed,
  onMessage,
  timers: { random: onRandomTimer },
  onRequest: (core, { request }) => reply(core, request, { status: 'rejected', error: 'this cluster serves no operations' }),
  onCommand,
  onDurable: emitDurable,
  finish: snapshotIfDue
})

/** What nobody has named is called by its place. */
function onCommand(core: Core, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
  const { state } = core
  const { what, to } = given
  const next = state.place + 1
  if (command === 'write') return write(core, String(what ?? `w${next}`))
  if (command === 'send' && typeof to === 'string' && to !== state.id && state.nodes.includes(to))
    send(core, to, String(what ?? `m${next}`))
}
