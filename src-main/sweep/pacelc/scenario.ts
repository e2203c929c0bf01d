/** The runs that PACELC is measured by: three sites, a node and a client at each. */
import type { ExplorerRow } from '../../../src-shared/exploration'
import type { Distance } from '../../../src-shared/pacelc/measurement'
import type { Parameters, ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import type { Scenario } from '../../../src-shared/scenario/schema'

/** Each site with its node and its client. */
export const SITES = { p1: ['n1', 'c1'], p2: ['n2', 'c2'], p3: ['n3', 'c3'] } as const
export type Site = keyof typeof SITES

/** Timeouts as protocols declare them suit round trips up to this; beyond, all are stretched in proportion. */
const USUAL_ROUND_TRIP_MS = 10
/** How long an operation may take, and the length of the run's phases, before stretching. */
const TIMEOUT_MS = 1000
/** From a client to the node beside it, one way. */
const BESIDE_MS = 0.01
/** Of the delay, so that frames are not in step. */
const JITTER_SHARE = 0.03
/** Enough for some thirty operations of a client that waits two round trips for each. */
const LOAD_ROUND_TRIPS = 100
/** At short distances the load must last long enough for anything to happen. */
const LOAD_MS_MIN = 50
/** A partition lasts so many times an operation's patience, the first four of which are left to failovers. */
const PARTITION_TIMEOUTS = 10
const FAILOVER_TIMEOUTS = 4
/** Mean pauses of a client: about a round trip, so that writes meet reads on their way. */
const THINK_MS_MIN = 0.2
const THINK_MS_MAX = 100
/** Of an operation's patience: without an answer for so long, the client will ask somebody else next time. */
const DOUBT_SHARE = 0.8
const TITLE_LENGTH_MAX = 80
/** Share of the load that finds out who leads, and is not counted. */
const WARM_UP = 1 / 4

/** How many times longer every timeout is at this distance. */
export function stretchOf(round_trip_ms: number): number {
  return Math.max(1, round_trip_ms / USUAL_ROUND_TRIP_MS)
}

/** A configuration to measure: `configured` says how the protocol is set up, and what clients ask of it. */
export interface Setup {
  readonly row: ExplorerRow
  readonly description: ProtocolDescription
  readonly configured: Pick<Scenario, 'cluster' | 'workload'>
}

/** A load without any fault. */
export function distanceScenario(setup: Setup, distance: Distance): Scenario {
  const { round_trip_ms } = distance
  const think_time_ms = Math.min(THINK_MS_MAX, Math.max(THINK_MS_MIN, round_trip_ms))
  const start_ms = TIMEOUT_MS * stretchOf(round_trip_ms)
  const load_ms = Math.max(LOAD_MS_MIN, LOAD_ROUND_TRIPS * round_trip_ms)
  return scenarioSchema.parse({
    ...placed(setup, distance, think_time_ms),
    ...named(
      setup,
      distance.id,
      `${distance.title}, ${round_trip_ms} ms`,
      `Three sites, ${round_trip_ms} ms round trip from one another.`
    ),
    duration: ms(start_ms + load_ms)
  })
}

/** The same, but for a while this site reaches no other: neither its node nor its client. */
export function partitionScenario(setup: Setup, distance: Distance, cut: Site): Scenario {
  const { round_trip_ms } = distance
  const timeout_ms = TIMEOUT_MS * stretchOf(round_trip_ms)
  return scenarioSchema.parse({
    ...placed(setup, distance, THINK_MS_MAX),
    ...named(
      setup,
      `cut-${cut}`,
      `${cut} cut off`,
      `Three sites, ${round_trip_ms} ms round trip from one another; ${cut} is cut off, node and client.`
    ),
    timeline: [
      {
        at: ms(2 * timeout_ms),
        for: ms(PARTITION_TIMEOUTS * timeout_ms),
        label: `${cut} cut off`,
        action: { do: 'partition', partition: { shape: 'groups', groups: [[...SITES[cut]], others(cut)] } }
      }
    ],
    duration: ms((4 + PARTITION_TIMEOUTS) * timeout_ms)
  })
}

/** Which operations a measurement counts, by when they began. In ms of the run. */
export interface Window {
  readonly from_ms: number
  readonly to_ms: number
}

/** Without a partition: once clients know whom to ask, and until the load ends. */
export function latencyWindow({ workload, duration }: Scenario): Window {
  return { from_ms: workload.start + WARM_UP * (duration! - workload.start), to_ms: duration! }
}

/** What is asked once failovers have had their time, and early enough to be answered or given up while the partition lasts. */
export function partitionWindow({ timeline, workload }: Scenario): Window | null {
  const [cut] = timeline
  if (!cut) return null
  return { from_ms: cut.at + FAILOVER_TIMEOUTS * workload.timeout, to_ms: cut.at + cut.for! - workload.timeout }
}

/** The site that the run cuts off; null in a run without a partition. */
export function isolatedSiteOf({ timeline }: Scenario): Site | null {
  const action = timeline[0]?.action
  if (action?.do !== 'partition' || action.partition.shape !== 'groups') return null
  const [alone] = action.partition.groups
  return siteNames().find((site) => alone!.includes(SITES[site][0])) ?? null
}

export function siteNames(): Site[] {
  return Object.keys(SITES) as Site[]
}

function named({ row }: Setup, id: string, title: string, what: string) {
  return {
    name: `pacelc-${row.id}-${id}`,
    title: `${row.title}: ${title}`.slice(0, TITLE_LENGTH_MAX),
    summary: `${row.protocol_title}, ${row.title}. ${what}`
  }
}

/** Cluster, network and load, at this distance. */
function placed(setup: Setup, { id, round_trip_ms }: Distance, think_time_ms: number) {
  const { cluster, workload } = setup.configured
  const stretch = stretchOf(round_trip_ms)
  const timeout_ms = TIMEOUT_MS * stretch
  const sites = siteNames()
  const pairs = sites.flatMap((one, i) => sites.slice(i + 1).map((other) => [one, other] as const))
  return {
    engine: 'simulation',
    cluster: {
      ...cluster,
      nodes: sites.map((site) => SITES[site][0]),
      parameters: { ...cluster.parameters, ...stretched(setup, stretch) }
    },
    network: {
      clients: { delay_ms: BESIDE_MS },
      regions: Object.fromEntries(sites.map((site) => [site, [...SITES[site]]])),
      between: pairs.map((regions) => ({ regions, link: { preset: id, jitter_ms: rounded((JITTER_SHARE * round_trip_ms) / 2) } }))
    },
    workload: {
      clients: sites.length,
      think_time: ms(think_time_ms),
      mix: workload.mix,
      keys: workload.keys,
      value_bytes: workload.value_bytes,
      ...(workload.read_policy !== undefined && { read_policy: workload.read_policy }),
      ...(workload.write_policy !== undefined && { write_policy: workload.write_policy }),
      sticky: true,
      timeout: ms(timeout_ms),
      // A second try through another node would be another write where no session tells them apart; doubt must come before the end.
      retry: { attempts: 1, attempt_timeout: ms(DOUBT_SHARE * timeout_ms) },
      start: ms(timeout_ms)
    },
    checks: []
  }
}

/** Everything that the protocol declares in milliseconds, within the bounds that it declares. */
function stretched({ configured, description }: Setup, stretch: number): Parameters {
  if (stretch === 1) return {}
  const { parameters } = configured.cluster
  const declared = Object.entries(description.parameters)
  return Object.fromEntries(
    declared.flatMap(([name, parameter]) => {
      if (!('unit' in parameter) || parameter.unit !== 'ms') return []
      const longer = (value: number) => Math.min(parameter.max, value * stretch)
      const value = (parameters[name] ?? parameter.default) as number | readonly [number, number]
      return [[name, typeof value === 'number' ? longer(value) : ([longer(value[0]), longer(value[1])] as const)]]
    })
  )
}

function others(cut: Site): string[] {
  return siteNames()
    .filter((site) => site !== cut)
    .flatMap((site) => [...SITES[site]])
}

function ms(length_ms: number): string {
  return `${rounded(length_ms)}ms`
}

/** To the microsecond. */
function rounded(length_ms: number): number {
  return Number(length_ms.toFixed(3))
}
