import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CommandAnswer, LabCommandInput, LabHello, LabState } from '../../src-shared/lab-api'
import type { ProtocolDescription } from '../../src-shared/description/protocol-description'
import type { Scenario } from '../../src-shared/scenario/schema'
import { openSocket } from '../lab/browser/socket'
import type { LabSocket } from '../lab/browser/socket'
import { useMessages } from './messages'
import { useRun } from './run'

/** Starting a cluster, checking and exporting take seconds; anything longer is an error to show. */
const ANSWER_TIMEOUT_MS = 60_000

export type ConnectionStatus = 'no-token' | 'connecting' | 'connected' | 'lost' | 'refused'

/** The socket to the lab, and what the lab says of itself. */
export const useConnection = defineStore('connection', () => {
  const status = shallowRef<ConnectionStatus>('connecting')
  const hello = shallowRef<LabHello | null>(null)
  const state = shallowRef<LabState | null>(null)
  let socket: LabSocket | null = null

  /** What the scenario's protocol says of itself; null when this lab does not know it. */
  function protocolOf(scenario: Scenario | null): ProtocolDescription | null {
    return hello.value?.protocols.find(({ name }) => name === scenario?.cluster.protocol) ?? null
  }

  function connect(token: string | null): void {
    if (token === null) {
      status.value = 'no-token'
      return
    }
    const run = useRun()
    socket = openSocket(token)
    socket.on('hello', (greeting) => {
      status.value = 'connected'
      hello.value = greeting
      state.value = greeting.state
      run.begin(greeting.state.run, protocolOf(greeting.state.scenario))
    })
    socket.on('state', (next) => {
      if (next.run !== state.value?.run) run.begin(next.run, protocolOf(next.scenario))
      state.value = next
    })
    socket.on('events', (number, batch) => run.receive(number, batch))
    socket.on('disconnect', () => (status.value = 'lost'))
    // Without `active` the server said no, and the socket will not try again by itself.
    socket.on('connect_error', () => (status.value = socket!.active ? 'lost' : 'refused'))
  }

  /** Asks the lab for something. An error becomes a message on screen; the answer tells the caller too. */
  async function send(command: LabCommandInput): Promise<CommandAnswer> {
    const answer = await ask(command)
    if (!answer.ok) useMessages().show('error', answer.error)
    return answer
  }

  async function ask(command: LabCommandInput): Promise<CommandAnswer> {
    if (!socket?.connected) return { ok: false, error: 'Not connected to the lab: nothing was done. Reconnecting…' }
    try {
      return await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('command', command)
    } catch {
      return { ok: false, error: `The lab did not answer “${command.command}” within ${ANSWER_TIMEOUT_MS / 1000} s.` }
    }
  }

  return { status, hello, state, protocolOf, connect, send, ask }
})
