/** The client process: hosts every client of a run. Forked by the lab; see `control.ts` for what is said. */
import { openControlChannel } from '../../src-node/runtime/control-channel'
import { Outbox } from '../../src-node/runtime/outbox'
import { createRunClock } from '../../src-node/runtime/run-clock'
import type { ClientsStart, ClientsToLab, LabToClients } from './control'
import { Fleet } from './fleet'

const channel = openControlChannel<LabToClients, ClientsToLab>()
/** What `start` brings to life. */
let run: { readonly fleet: Fleet; readonly outbox: Outbox } | null = null

channel.onMessage((message) => {
  void handle(message)
})

async function handle(message: LabToClients): Promise<void> {
  if (message.kind === 'start') {
    run = start(message)
    return channel.send({ kind: 'ready' })
  }
  if (message.kind === 'stop') return stop()
  if (!run) throw new Error(`${message.kind} came before start`)
  const { fleet, outbox } = run
  switch (message.kind) {
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
  }
}

function start(message: ClientsStart): NonNullable<typeof run> {
  const now_us = createRunClock(message.epoch_ns)
  const outbox = new Outbox({ source: 'clients', channel, now_us })
  const fleet = new Fleet(message, now_us, (event, t = now_us()) => outbox.emitAt(t, event))
  return { fleet, outbox }
}

async function stop(): Promise<void> {
  run?.fleet.stop()
  await run?.outbox.drain()
  process.exit(0)
}
