/** The client process: hosts every client of a run. Forked by the lab; see `control.ts` for what is said. */
import type { Connect } from '../../src-shared/client-connection'
import type { EventBody } from '../../src-shared/events'
import type { ClientId } from '../../src-shared/ids'
import { createRandom } from '../../src-shared/random'
import { openControlChannel } from '../../src-node/runtime/control-channel'
import { Outbox } from '../../src-node/runtime/outbox'
import { clientTeller } from '../../src-node/node-core/message-teller'
import { Tracer } from '../../src-node/node-core/tracer'
import { deriveKeys } from '../../src-node/runtime/keys'
import { createRunClock } from '../../src-node/runtime/run-clock'
import { createSystemScheduler } from '../../src-node/runtime/system-scheduler'
import { createTraceBudget } from '../../src-node/node-core/trace-budget'
import type { ClientsStart, ClientsToLab, LabToClients } from './control'
import type { FinalReadCounts } from './final-reads'
import { Fleet } from './fleet'
import { SocketConnection } from './socket-connection'

const channel = openControlChannel<LabToClients, ClientsToLab>()
/** What `start` brings to life. */
let run: { readonly fleet: Fleet; readonly outbox: Outbox } | null = null
/** Where each client connects to reach each node, now. */
let ports: ClientsStart['ports'] = {}

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
    case 'members': {
      ports = message.ports
      const [of_one = {}] = Object.values(ports)
      return fleet.setMembers(message.nodes, Object.keys(of_one))
    }
    case 'drain':
      await new Promise<void>((resolve) => fleet.drain(resolve))
      await outbox.drain()
      return channel.send({ kind: 'drained' })
    case 'final-reads': {
      const counts = await new Promise<FinalReadCounts>((resolve) => fleet.finalReads(message.reading, resolve))
      await outbox.drain()
      return channel.send({ kind: 'final-reads-done', ...counts })
    }
  }
}

function start(message: ClientsStart): NonNullable<typeof run> {
  const now_us = createRunClock(message.epoch_ns)
  const outbox = new Outbox({ source: 'clients', channel, now_us })
  const emit = (event: EventBody, t = now_us()) => outbox.emitAt(t, event)
  const { clients, nodes, workload, policies, signed_requests, seed, secret } = message
  ports = message.ports
  const fleet = new Fleet({
    clients,
    nodes,
    workload,
    policies,
    ...(signed_requests && { keysOf: (client) => deriveKeys(secret, client) }),
    random: (name) => createRandom(seed, name),
    scheduler: createSystemScheduler(now_us),
    connect: socketConnections(message, now_us, emit),
    emit
  })
  return { fleet, outbox }
}

/** Connections through the proxies. All clients share one budget of traced messages. */
function socketConnections(
  { clients, seed, secret, trace }: ClientsStart,
  now_us: () => number,
  emit: (event: EventBody) => void
): Connect {
  const onSampling = (keep_one_in: number) => emit({ kind: 'sampling', source: 'clients', keep_one_in })
  const budget = createTraceBudget(trace.messages_per_s, now_us, onSampling)
  const teller = clientTeller(now_us)
  const tracerOf = (client: ClientId) => new Tracer({ self: client, boot: 0, clock: null, budget, teller, emit })
  const tracers = new Map(clients.map((client) => [client, tracerOf(client)]))
  return (client, node, handlers) =>
    new SocketConnection({
      node,
      port: ports[client]![node]!,
      hello: { from: client, boot: 0, secret },
      random: createRandom(seed, `${client}>${node}/reconnect`),
      tracer: tracers.get(client)!,
      ...handlers
    })
}

async function stop(): Promise<void> {
  run?.fleet.stop()
  await run?.outbox.drain()
  process.exit(0)
}
