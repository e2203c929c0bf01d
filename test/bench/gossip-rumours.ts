/** Rumours among many simulated sites, one after the other, and what came of each. */
import { findProtocol } from '../../src-node/protocols/registry'
import { HEALTHY_DISK, TRUE_CLOCK } from '../../src-node/node-core/conditions'
import { Simulation } from '../../src-node/simulation/simulation'
import type { TimedEvent } from '../../src-shared/events'
import { InterestLost, UpdateInjected, UpdateLearned } from '../../src-shared/protocols/gossip/facts'
import { CLEAR_LINK } from '../../src-shared/network/netem'

export interface Variant {
  readonly direction: string
  readonly feedback: boolean
  readonly interest: string
  readonly k: number
}

/** What Demers et al. measure of a rumour (§1.4); times in rounds after the injection. */
export interface Epidemic {
  /** Share of the sites that never learn it. */
  readonly residue: number
  /** Updates sent for each site. */
  readonly traffic: number
  /** When a site learns it, on average over those that do. */
  readonly t_ave: number
  /** When the last of them does. */
  readonly t_last: number
}

const ROUND_MS = 100
const ROUND_US = ROUND_MS * 1_000
/** All sites are up by then. */
const BEGIN_US = 10 * ROUND_US
/** Well within a round, so that the first telling is one round later. */
const OFFSET_US = 5_000

export function runRumours(
  variant: Variant,
  { sites, seed, rumours }: { readonly sites: number; readonly seed: number; readonly rumours: number }
): Epidemic[] {
  const nodes = Array.from({ length: sites }, (_, at) => `n${at + 1}`)
  const protocol = findProtocol('gossip')
  const described = Object.entries(protocol.description.parameters).map(([name, parameter]) => [name, parameter.default])
  const parameters = { ...Object.fromEntries(described), ...variant, method: 'rumours', round_ms: ROUND_MS }
  const rumour = new ObservedRumour(sites)
  const simulation = new Simulation({
    protocol,
    nodes,
    clients: [],
    seed,
    settingsOf: () => CLEAR_LINK,
    parametersOf: () => parameters,
    conditionOf: () => ({ clock: TRUE_CLOCK, disk: HEALTHY_DISK, service_us: 0, message_us: 0, switches: [], paused: false }),
    trace: { logical_clocks: false, messages_per_s: 0, facts: true },
    sample_interval_ms: 0,
    emit: (event) => rumour.observe(event)
  })
  const { scheduler } = simulation
  simulation.startAll()
  const runUntil = (until_us: number): void => {
    while (scheduler.next_us <= until_us) scheduler.step()
  }
  let round = BEGIN_US / ROUND_US
  return Array.from({ length: rumours }, (_, at) => {
    runUntil(round * ROUND_US + OFFSET_US)
    simulation.command(nodes[at % sites]!, 'put', { key: `rumour${at}`, value: 'v' })
    do runUntil(++round * ROUND_US + OFFSET_US)
    while (rumour.is_told)
    return rumour.take()
  })
}

/** One rumour at a time, by the facts that sites tell of it. */
class ObservedRumour {
  private begun = 0
  private readonly learned: number[] = []
  private telling = 0
  private tellings = 0

  constructor(private readonly sites: number) {}

  observe(event: TimedEvent): void {
    if (UpdateInjected.is(event)) {
      this.begun = event.data.round
      this.telling++
    } else if (UpdateLearned.is(event)) {
      this.learned.push(event.data.round - this.begun)
      this.telling++
    } else if (InterestLost.is(event)) {
      this.telling--
      this.tellings += event.data.tellings
    }
  }

  /** Somebody still tells it. */
  get is_told(): boolean {
    return this.telling > 0
  }

  /** What came of it; the next one begins. */
  take(): Epidemic {
    const { sites, tellings } = this
    const learned = this.learned.splice(0)
    this.tellings = 0
    return {
      residue: 1 - (learned.length + 1) / sites,
      traffic: tellings / sites,
      t_ave: learned.reduce((sum, one) => sum + one, 0) / Math.max(1, learned.length),
      t_last: Math.max(0, ...learned)
    }
  }
}
