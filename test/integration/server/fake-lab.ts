import type { LabPort } from '../../../src-main/server/lab-port'
import type { LabEvent } from '../../../src-shared/events'
import type { LabCommand, LabState } from '../../../src-shared/lab-api'

const IDLE: LabState = {
  phase: 'idle',
  run: 1,
  scenario: null,
  scenario_id: null,
  nodes: [],
  clients: [],
  seed: 1,
  engine: 'processes',
  simulation: null,
  error: null,
  result: null,
  recording: null
}

/** A lab that records commands and says what a test wants it to say. */
export class FakeLab implements LabPort {
  readonly commands: LabCommand[] = []
  state = IDLE
  #states = new Set<(state: LabState) => void>()
  #events = new Set<(events: readonly LabEvent[]) => void>()

  hello(): ReturnType<LabPort['hello']> {
    return {
      version: '0.0.0',
      protocols: [],
      scenarios: [],
      limits: { pause: null, processes: null, recordings: '', archive_bytes_max: 1_000_000 },
      state: this.state
    }
  }

  command(command: LabCommand): ReturnType<LabPort['command']> {
    this.commands.push(command)
    if (command.command === 'stop') return Promise.reject(new Error('Nothing runs.'))
    return Promise.resolve({ ok: true, text: 'done' })
  }

  onState(listener: (state: LabState) => void): () => void {
    this.#states.add(listener)
    return () => this.#states.delete(listener)
  }

  onEvents(listener: (events: readonly LabEvent[]) => void): () => void {
    this.#events.add(listener)
    return () => this.#events.delete(listener)
  }

  change(change: Partial<LabState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#states) listener(this.state)
  }

  say(...events: LabEvent[]): void {
    for (const listener of this.#events) listener(events)
  }
}
