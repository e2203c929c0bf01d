/** A node's process: forked by the lab, told over the control channel what to be and what happens to it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ProtocolAssertionError } from '../protocols/contract'
import type { Protocol } from '../protocols/contract'
import { hostGroups } from '../protocols/kit/groups'
import { groupNames } from '../protocols/kit/groups/placement'
import { loadProtocol } from '../protocols/load'
import type { LabToNode, NodeStart, NodeToLab } from './control'
import { openControlChannel } from './control-channel'
import { describeFailure, isDefect } from './failure'
import { NodeRuntime } from './node-runtime'
import type { StartedNode } from './node-runtime'
import { Outbox } from './outbox'
import { createRunClock } from './run-clock'

/** How long last words may take when the lab does not read them. */
const LAST_WORDS_MS = 500

const channel = openControlChannel<LabToNode, NodeToLab>()
let node: NodeRuntime | null = null
let outbox: Outbox | null = null
let ending = false

/** Until then what the lab says waits, in its order. */
let created: Promise<void> = Promise.resolve()

channel.onMessage((message) => {
  if (message.kind === 'start') created = start(message)
  else void created.then(() => obey(message))
})

function obey(message: Exclude<LabToNode, NodeStart>): void {
  switch (message.kind) {
    case 'clock':
      return node?.setClock(message)
    case 'disk':
      return node?.setDisk(message)
    case 'switches':
      return node?.setSwitches(message.switches)
    case 'members':
      return node?.setMembers(message)
    case 'command':
      return channel.send({
        kind: 'command-done',
        id: message.id,
        error: node ? node.command(message) : 'the node is still starting'
      })
    case 'may-stop':
      return node?.mayStop() ? channel.send({ kind: 'may-stop' }) : undefined
    case 'stop':
      return void stop()
  }
}

/** Creates the node; that it listens, or why it cannot, is told later. */
async function start(options: NodeStart): Promise<void> {
  const true_us = createRunClock(options.epoch_ns)
  const onFailure = (error: Error) => void fail(error, options)
  process.on('uncaughtException', onFailure)
  outbox = new Outbox({ source: options.node, channel, now_us: true_us })
  const emit = outbox.emit.bind(outbox)
  try {
    const protocol = await protocolOf(options)
    node = new NodeRuntime({ start: options, protocol, true_us, emit, onFailure })
    node.start().then(announce, onFailure)
  } catch (error) {
    onFailure(error as Error)
  }
}

function announce({ port, recovered_records, truncated_bytes }: StartedNode): void {
  channel.send({ kind: 'listening', port })
  channel.send({ kind: 'ready', recovered_records, truncated_bytes })
}

async function protocolOf({ protocol, groups }: NodeStart): Promise<Protocol> {
  const alone = await loadProtocol(protocol)
  return groups === undefined ? alone : (hostGroups(alone, groupNames(groups)) as unknown as Protocol)
}

async function stop(): Promise<void> {
  if (ending) return
  ending = true
  await node?.stop()
  await exit(0)
}

/** Says why, then ends. Nothing is tidied up: after a failure the safest state is the one that a crash leaves. */
async function fail(error: Error, options: NodeStart): Promise<void> {
  if (ending) return
  ending = true
  node?.halt()
  if (error instanceof ProtocolAssertionError) outbox?.emit({ kind: 'assertion', node: options.node, text: error.message })
  if (isDefect(error)) console.error(error.stack ?? String(error))
  channel.send({ kind: 'failing', text: describeFailure(error, options) })
  await exit(1)
}

async function exit(code: number): Promise<void> {
  await Promise.race([outbox?.drain(), sleep(LAST_WORDS_MS)])
  process.exit(code)
}
