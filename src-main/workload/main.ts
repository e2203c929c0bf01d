/** The client process: hosts every client of a run. Forked by the lab; see `control.ts` for what is said. */
import { openControlChannel } from '../../src-node/runtime/control-channel'
import { Outbox } from '../../src-node/runtime/outbox'
import { createRunClock } from '../../src-node/runtime/run-clock'
import type { ClientsStart, ClientsToLab, LabToClients } from './control'
import { Fleet } from './fleet'

const channel = openControlChannel<LabToClients, ClientsToLab>()
let fleet: Fleet
let outbox: Outbox

channel.onMessage((message) => {
  void handle(message)
})

async function handle(message: LabToClients): Promise<void> {
  switch (message.kind) {
    case 'start':
      start(message)
      return channel.send({ kind: 'ready' })
    case 'change':
      return fleet.change(message.workload)
    case 'drain':
      await fleet.drain()
      await outbox.drain()
      return channel.send({ kind: 'drained' })
    case 'final-reads': {
      const counts = await fleet.finalReads(message.timeout_ms)
      await outbox.drain()
      return channel.send({ kind: 'final-reads-done', ...counts })
    }
    case 'stop':
      fleet.stop()
      await outbox.drain()
      return process.exit(0)
  }
}

function start(message: ClientsStart): void {
  const now_us = createRunClock(message.epoch_ns)
  outbox = new Outbox({ source: 'clients', channel, now_us })
  fleet = new Fleet(message, now_us, (event, t = now_us()) => outbox.emitAt(t, event))
}
