/** The one way in: each input to a small function of its own; what the step took in is told and passed on at its end. */
import type { NodeId } from '../../../src-shared/ids'
import { createStep } from '../kit/step'
import { storeBound } from './clock'
import type { Core } from './core'
import { newCore } from './core'
import { onDurable, snapshotIfDue, tellAll } from './disk'
import { onCloseTimer, onExchangeTimer, onHave, onVersions, sendNew } from './exchange'
import type { HlcMessage } from './messages'
import { onRequest } from './requests'
import { serveSnapshots, waitForSnapshot } from './snapshots'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed: (message, { nodes }) => isWellFormed(message, nodes.length),
  onMessage,
  timers: { close: onCloseTimer, exchange: onExchangeTimer },
  onRequest,
  onCommand,
  onDurable,
  finish
})

function onMessage(core: Core, from: NodeId, message: HlcMessage): void {
  switch (message.type) {
    case 'versions':
      return onVersions(core, from, message)
    case 'have':
      return onHave(core, from, message)
  }
}

function onCommand(core: Core, command: string, { key, at_ms }: Readonly<Record<string, string | number | boolean>>): void {
  if (command !== 'read-snapshot' || typeof at_ms !== 'number') return
  waitForSnapshot(core, { policy: 'snapshot', request: null, session: null, key: String(key), at_us: Math.round(at_ms * 1000) })
}

function finish(core: Core): void {
  serveSnapshots(core)
  sendNew(core)
  storeBound(core)
  tellAll(core)
  snapshotIfDue(core)
}
