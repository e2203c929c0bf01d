/** The fabric process: every frame between nodes and clients passes through here. Started by the lab, over a control channel. */
import { isMainThread } from 'node:worker_threads'
import { openControlChannel } from '../../src-node/runtime/control-channel'
import { Outbox } from '../../src-node/runtime/outbox'
import { createRunClock } from '../../src-node/runtime/run-clock'
import { runTimerThread } from './precise-timer'
import type { FromFabric, ToFabric } from './control'
import { Fabric } from './fabric'
import type { FabricConfiguration } from './fabric'

const SAMPLE_EVERY_MS = 200

if (isMainThread) run()
else runTimerThread()

function run(): void {
  const channel = openControlChannel<ToFabric, FromFabric>()
  let fabric: Fabric | null = null

  channel.onMessage((message) => {
    if (message.kind === 'configure') fabric = start(message)
    else if (!fabric) fail(null, new Error(`not configured yet, but asked to ${message.kind}`))
    else if (message.kind === 'target') fabric.setTarget(message.node, message.port)
    else if (message.kind === 'join') join(fabric, message)
    else apply(fabric, message)
  })

  function start(configuration: FabricConfiguration): Fabric {
    const outbox = new Outbox({ source: 'fabric', channel, now_us: createRunClock(configuration.epoch_ns) })
    const started = new Fabric(configuration, (t, event) => outbox.emitAt(t, event), process.argv[1]!)
    started.open().then(
      (ports) => channel.send({ kind: 'ready', ports }),
      (error: Error) => fail(null, error)
    )
    setInterval(() => {
      const counters = started.sampleCounters()
      if (Object.keys(counters).length > 0) outbox.emit({ kind: 'links', counters })
    }, SAMPLE_EVERY_MS)
    return started
  }

  function join(target: Fabric, { request, node, links }: Extract<ToFabric, { kind: 'join' }>): void {
    target.join(node, links).then(
      (ports) => channel.send({ kind: 'joined', request, ports }),
      (error: Error) => fail(request, error)
    )
  }

  function apply(target: Fabric, { request, changes }: Extract<ToFabric, { kind: 'apply' }>): void {
    target.apply(changes).then(
      (t) => channel.send({ kind: 'applied', request, t }),
      (error: Error) => fail(request, error)
    )
  }

  function fail(request: number | null, error: Error): void {
    channel.send({ kind: 'failed', request, error: error.message })
  }
}
