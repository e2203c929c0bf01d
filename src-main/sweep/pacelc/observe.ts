/** What a measurement keeps of a run: when each operation began, how it ended, and who led at that moment. */
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Answers, Kind, SiteLatency, Side, LatencySummary } from '../../../src-shared/pacelc/measurement'
import { LEADER_SITE, OTHER_SITES } from '../../../src-shared/pacelc/measurement'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { isWrite } from '../../../src-shared/operations'
import { siteNames, SITES } from './scenario'
import type { Site, Window } from './scenario'

interface Observed {
  readonly kind: Kind
  readonly site: Site
  readonly invoked_us: number
  /** Whether the node of its client led when it began; null where nobody leads. */
  readonly beside_leader: boolean | null
  /** null until it succeeds. */
  latency_us: number | null
}

/** A fold over the events of one run. */
export class Observer {
  readonly operations: Observed[] = []
  /** Whether a leader was in the site that a partition cut off, when it did; null without a partition, or where nobody leads. */
  cut_led: boolean | null = null
  private readonly open = new Map<string, Observed>()
  private readonly leaders = new Set<NodeId>()
  private readonly leading_roles: ReadonlySet<string>

  /** `cut`: the site that is going to be cut off. */
  constructor(
    { roles }: ProtocolDescription,
    private readonly cut: Site | null
  ) {
    this.leading_roles = new Set(roles.filter(({ duty }) => duty === 'leads').map(({ name }) => name))
  }

  observe(event: LabEvent): void {
    switch (event.kind) {
      case 'role':
        if (this.leading_roles.has(event.role)) this.leaders.add(event.node)
        else this.leaders.delete(event.node)
        return
      case 'fault-started':
        if (this.cut !== null) this.cut_led = this.leadsIn(this.cut)
        return
      case 'invoke':
        return this.invoked(event)
      case 'ok':
        return this.succeeded(event)
    }
  }

  private invoked({ client, op, operation, t }: EventOf<'invoke'>): void {
    const site = siteNames().find((one) => SITES[one][1] === client)!
    const observed: Observed = {
      kind: isWrite(operation) ? 'writes' : 'reads',
      site,
      invoked_us: t,
      beside_leader: this.leadsIn(site),
      latency_us: null
    }
    this.operations.push(observed)
    this.open.set(`${client} ${op}`, observed)
  }

  private succeeded({ client, op, latency_us }: EventOf<'ok'>): void {
    this.open.get(`${client} ${op}`)!.latency_us = latency_us
  }

  private leadsIn(site: Site): boolean | null {
    return this.leading_roles.size === 0 ? null : this.leaders.has(SITES[site][0])
  }
}

/** Latencies by the sort of site that clients are in, of what began within the window. */
export function latenciesOf(runs: readonly Observer[], window: Window): SiteLatency[] {
  const counted = runs.map((run) => begunIn(run, window))
  const sorts = new Map<string, Observed[]>()
  for (const one of counted.flat()) {
    const sort = sortOf(one)
    const here = sorts.get(sort)
    if (here) here.push(one)
    else sorts.set(sort, [one])
  }
  return [...sorts]
    .map(([site, here]) => ({
      site,
      site_count: Math.round(counted.reduce((sum, run) => sum + siteCountOf(run, site), 0) / runs.length),
      reads: spreadOf(here, 'reads'),
      writes: spreadOf(here, 'writes')
    }))
    .sort((a, b) => SORTS.indexOf(a.site) - SORTS.indexOf(b.site))
}

const SORTS: readonly string[] = [LEADER_SITE, OTHER_SITES, ...siteNames()]

function sortOf({ beside_leader, site }: Observed): string {
  if (beside_leader === null) return site
  return beside_leader ? LEADER_SITE : OTHER_SITES
}

/** Places of this sort in one run. */
function siteCountOf(run: readonly Observed[], sort: string): number {
  return new Set(run.filter((one) => sortOf(one) === sort).map(({ site }) => site)).size
}

/** Who was answered on the two sides of one run's partition. */
export function sidesOfRun(run: Observer, cut: Site, window: Window): Side[] {
  const operations = begunIn(run, window)
  const { cut_led } = run
  const side = (name: Side['side'], had_leader: boolean | null): Side => {
    const here = operations.filter(({ site }) => (site === cut) === (name === 'cut-off'))
    return { side: name, had_leader, reads: answersTo(here, 'reads'), writes: answersTo(here, 'writes') }
  }
  return [side('cut-off', cut_led), side('rest', cut_led === null ? null : !cut_led)]
}

function begunIn({ operations }: Observer, { from_ms, to_ms }: Window): Observed[] {
  return operations.filter(({ invoked_us }) => invoked_us >= from_ms * 1000 && invoked_us < to_ms * 1000)
}

function spreadOf(operations: readonly Observed[], kind: Kind): LatencySummary {
  const latencies = operations.flatMap((one) => (one.kind === kind && one.latency_us !== null ? [one.latency_us] : []))
  latencies.sort((a, b) => a - b)
  return { count: latencies.length, median_ms: rankOf(latencies, 0.5), p99_ms: rankOf(latencies, 0.99) }
}

/** The nearest rank. */
function rankOf(sorted_us: readonly number[], share: number): number | null {
  const value_us = sorted_us[Math.max(0, Math.ceil(share * sorted_us.length) - 1)]
  return value_us === undefined ? null : value_us / 1000
}

function answersTo(operations: readonly Observed[], kind: Kind): Answers {
  const asked = operations.filter((one) => one.kind === kind)
  return { asked: asked.length, answered: asked.filter(({ latency_us }) => latency_us !== null).length }
}
