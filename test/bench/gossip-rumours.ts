/** Rumours among many simulated sites, one after the other, and what came of each. */
import type { TimedEvent } from '../../src-shared/events'
import { InterestLost, UpdateInjected, UpdateLearned } from '../../src-shared/protocols/gossip/facts'
import { FIRST_ROUND, Sites } from './gossip-sites'

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

export function runRumours(
  variant: Variant,
  { sites, seed, rumours }: { readonly sites: number; readonly seed: number; readonly rumours: number }
): Epidemic[] {
  const rumour = new ObservedRumour(sites)
  const cluster = new Sites(sites, seed, { ...variant, method: 'rumours' }, (event) => rumour.observe(event))
  let round = FIRST_ROUND
  return Array.from({ length: rumours }, (_, at) => {
    cluster.runTo(round)
    cluster.put(at, `rumour${at}`)
    do cluster.runTo(++round)
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
