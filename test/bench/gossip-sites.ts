/** Many simulated sites that gossip, with nothing around them but who listens to their events. */
import { findProtocol } from '../../src-node/protocols/registry'
import { HEALTHY_DISK, TRUE_CLOCK } from '../../src-node/node-core/conditions'
import { Simulation } from '../../src-node/simulation/simulation'
import type { Parameters } from '../../src-shared/description/protocol-description'
import type { TimedEvent } from '../../src-shared/events'
import { CLEAR_LINK } from '../../src-shared/network/netem'

const ROUND_MS = 100
const ROUND_US = ROUND_MS * 1_000
/** All sites are up by then. */
export const FIRST_ROUND = 10
/** Well within a round, so that the first telling is one round later. */
const OFFSET_US = 5_000

export class Sites {
  readonly names: readonly string[]
  private readonly simulation: Simulation

  constructor(sites: number, seed: number, given: Parameters, emit: (event: TimedEvent) => void) {
    this.names = Array.from({ length: sites }, (_, at) => `n${at + 1}`)
    const protocol = findProtocol('gossip')
    const described = Object.entries(protocol.description.parameters).map(([name, parameter]) => [name, parameter.default])
    const parameters = { ...Object.fromEntries(described), ...given, round_ms: ROUND_MS }
    this.simulation = new Simulation({
      protocol,
      nodes: this.names,
      clients: [],
      seed,
      settingsOf: () => CLEAR_LINK,
      parametersOf: () => parameters,
      conditionOf: () => ({ clock: TRUE_CLOCK, disk: HEALTHY_DISK, service_us: 0, message_us: 0, switches: [], paused: false }),
      trace: { logical_clocks: false, messages_per_s: 0, facts: true },
      sample_interval_ms: 0,
      emit
    })
    this.simulation.startAll()
    this.runTo(FIRST_ROUND)
  }

  /** To a little after the beginning of this round. */
  runTo(round: number): void {
    const { scheduler } = this.simulation
    while (scheduler.next_us <= round * ROUND_US + OFFSET_US) scheduler.step()
  }

  put(site: number, key: string): void {
    this.simulation.command(this.names[site % this.names.length]!, 'put', { key, value: 'v' })
  }
}
