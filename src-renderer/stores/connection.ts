import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CommandAnswer, LabCommandInput, LabHello, LabState } from '../../src-shared/lab-api'
import type { ProtocolDescription } from '../../src-shared/description/protocol-description'
import type { Scenario } from '../../src-shared/scenario/schema'
import { ANSWER_TIMEOUT_MS } from '../lab/browser/labLink'
import type { LabLink, OpenLab } from '../lab/browser/labLink'
import { useMessages } from './messages'
import { useRoom } from './room'
import { useRun } from './run'

export type ConnectionStatus = 'no-token' | 'connecting' | 'connected' | 'lost' | 'refused'

const NOT_CONNECTED: CommandAnswer = { ok: false, error: 'Not connected to the lab: nothing was done. Reconnecting…' }

/** The way to the lab, and what the lab says of itself. */
export const useConnection = defineStore('connection', () => {
  const status = shallowRef<ConnectionStatus>('connecting')
  const hello = shallowRef<LabHello | null>(null)
  const state = shallowRef<LabState | null>(null)
  /** Why the lab does not let this page in, in a sentence. */
  const refusal = shallowRef('')
  let link: LabLink | null = null

  /** What the scenario's protocol says of itself; null when this lab does not know it. */
  function protocolOf(scenario: Scenario | null): ProtocolDescription | null {
    return hello.value?.protocols.find(({ name }) => name === scenario?.cluster.protocol) ?? null
  }

  /** Opens the way to the lab; null: the page's address lacks the token. */
  function connect(open: OpenLab | null): void {
    if (open === null) {
      status.value = 'no-token'
      return
    }
    const run = useRun()
    const room = useRoom()
    link = open({
      room: room.listener,
      onHello(greeting) {
        status.value = 'connected'
        hello.value = greeting
        state.value = greeting.state
        run.begin(greeting.state.run, protocolOf(greeting.state.scenario))
      },
      onState(next) {
        if (next.run !== state.value?.run) run.begin(next.run, protocolOf(next.scenario))
        state.value = next
      },
      onEvents: (number, batch) => run.receive(number, batch),
      onLost: () => (status.value = 'lost'),
      onRefused(reason) {
        status.value = 'refused'
        refusal.value = reason
      }
    })
    room.attach(link)
  }

  /** Asks the lab for something. An error becomes a message on screen; the answer tells the caller too. */
  async function send(command: LabCommandInput): Promise<CommandAnswer> {
    return shown(await ask(command))
  }

  async function ask(command: LabCommandInput): Promise<CommandAnswer> {
    if (!link?.connected) return NOT_CONNECTED
    try {
      return await link.ask(command)
    } catch {
      return { ok: false, error: `The lab did not answer “${command.command}” within ${ANSWER_TIMEOUT_MS / 1000} s.` }
    }
  }

  /** As `send`, for a recording that was exported as one file. */
  async function importRecording(file: File): Promise<CommandAnswer> {
    if (!link?.connected) return shown(NOT_CONNECTED)
    try {
      return shown(await link.importRecording(file))
    } catch {
      return shown({ ok: false, error: `${file.name} could not be sent to the lab: drop it once more.` })
    }
  }

  function shown(answer: CommandAnswer): CommandAnswer {
    if (!answer.ok) useMessages().show('error', answer.error)
    return answer
  }

  /** See {@link LabLink.link_base}. */
  const linkBase = () => link?.link_base ?? ''

  return { status, hello, state, refusal, protocolOf, connect, send, ask, importRecording, linkBase }
})
