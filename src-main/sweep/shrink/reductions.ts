/** Ways to make a scenario smaller or plainer. Each answers candidates, the boldest first; some may not be valid scenarios. */
import { clientNames, nodeNames } from '../../../src-shared/scenario/schema'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import { networkSchema } from '../../../src-shared/scenario/sections/network'
import { clusterSchema } from '../../../src-shared/scenario/sections/cluster'
import type { Scenario } from '../../../src-shared/scenario/schema'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import { withoutNodes } from './without-nodes'

export type Reduction = (scenario: Scenario) => readonly Scenario[]

/** Pauses below this are not worth making shorter. */
const PAUSE_MS_MIN = 50
const THINK_TIME_MS_MAX = 1000
/** Shorter runs would show nothing on real processes, which take a while to start and elect. */
const DURATION_MS_MIN = 1000

/** In the order in which they are tried: what makes runs cheaper comes first. */
export const REDUCTIONS: readonly Reduction[] = [
  shorterRun,
  fewerNodes,
  fewerClients,
  fewerKeys,
  fewerOperations,
  usualSettings,
  slowerClients,
  earlierFaults,
  shorterFaults
]

/** The scenario cut off at this time, or a little later where that is too early to show anything; what was to begin after it is left out. */
export function endingAt(scenario: Scenario, end_ms: number): Scenario {
  const duration = Math.max(DURATION_MS_MIN, Math.ceil(end_ms))
  return { ...scenario, duration, timeline: scenario.timeline.filter(({ at }) => at <= duration) }
}

function shorterRun(scenario: Scenario): Scenario[] {
  const shorter = [1 / 4, 1 / 2, 3 / 4, 7 / 8].map((share) => endingAt(scenario, scenario.duration! * share))
  return shorter.filter(({ duration }) => duration! < scenario.duration!)
}

/** Two at a time, which keeps the size of a majority odd, before one at a time. */
function fewerNodes(scenario: Scenario): Scenario[] {
  const nodes = nodeNames(scenario)
  const pairs = nodes.flatMap((one, i) => nodes.slice(i + 1).map((other) => [one, other]))
  const singles = nodes.map((node) => [node])
  return [...(nodes.length > 2 ? pairs : []), ...(nodes.length > 1 ? singles : [])].map((gone) => withoutNodes(scenario, gone))
}

/** In an open loop each client keeps its own share of the operations: one is not asked for those of many. */
function fewerClients(scenario: Scenario): Scenario[] {
  const { loop, rate_per_s } = scenario.workload
  const count = clientNames(scenario).length
  return fewer(count, 1).map((clients) =>
    withWorkload(scenario, { clients, ...(loop === 'open' && { rate_per_s: (rate_per_s * clients) / count }) })
  )
}

function fewerKeys(scenario: Scenario): Scenario[] {
  const { keys } = scenario.workload
  return fewer(keys.count, 1).map((count) => withWorkload(scenario, { keys: { distribution: 'uniform', count } }))
}

/** Without one of the operations. */
function fewerOperations(scenario: Scenario): Scenario[] {
  const used = Object.entries(scenario.workload.mix).filter(([, weight]) => weight > 0)
  if (used.length < 2) return []
  return used.map(([name]) => withWorkload(scenario, { mix: { ...scenario.workload.mix, [name]: 0 } }))
}

/** Whatever is set otherwise than by default, one thing after the other. */
function usualSettings(scenario: Scenario): Scenario[] {
  const { cluster, network } = scenario
  const usual_load = workloadSchema.parse({})
  const candidates: Scenario[] = []
  if (differ(network, networkSchema.parse({}))) candidates.push({ ...scenario, network: networkSchema.parse({}) })
  if (differ(cluster.node_parameters, {})) candidates.push({ ...scenario, cluster: { ...cluster, node_parameters: {} } })
  for (const name of Object.keys(cluster.parameters)) {
    const { [name]: _, ...parameters } = cluster.parameters
    candidates.push({ ...scenario, cluster: clusterSchema.parse({ ...cluster, parameters }) })
  }
  for (const name of ['loop', 'retry', 'value_bytes', 'follow_redirects', 'start'] as const) {
    if (differ(scenario.workload[name], usual_load[name])) candidates.push(withWorkload(scenario, { [name]: usual_load[name] }))
  }
  return candidates
}

function slowerClients(scenario: Scenario): Scenario[] {
  const { think_time } = scenario.workload
  return [4, 2]
    .map((times) => think_time * times)
    .filter((slower) => slower > think_time && slower <= THINK_TIME_MS_MAX)
    .map((slower) => withWorkload(scenario, { think_time: slower }))
}

/** Without the pause before an entry, or half of it; all that follows comes earlier too. */
function earlierFaults(scenario: Scenario): Scenario[] {
  const { timeline } = scenario
  const pauses = timeline.map(({ at }, i) => at - (timeline[i - 1]?.at ?? 0))
  return [1, 1 / 2].flatMap((share) =>
    pauses.flatMap((pause, i) => {
      const saved = Math.floor(pause * share)
      if (saved < PAUSE_MS_MIN) return []
      const earlier = timeline.map((entry, j) => (j < i ? entry : { ...entry, at: entry.at - saved }))
      return [endingAt({ ...scenario, timeline: earlier }, scenario.duration! - saved)]
    })
  )
}

function shorterFaults(scenario: Scenario): Scenario[] {
  const { timeline } = scenario
  return timeline.flatMap((entry, i) => {
    if (entry.for === undefined || entry.for < 2 * PAUSE_MS_MIN) return []
    return [{ ...scenario, timeline: replaced(timeline, i, { ...entry, for: Math.ceil(entry.for / 2) }) }]
  })
}

function replaced(timeline: readonly TimelineEntry[], place: number, entry: TimelineEntry): TimelineEntry[] {
  return timeline.map((other, i) => (i === place ? entry : other))
}

/** The least, half and one less than there are. */
function fewer(count: number, least: number): number[] {
  return [...new Set([least, Math.floor(count / 2), count - 1])].filter((other) => other >= least && other < count)
}

function withWorkload(scenario: Scenario, change: Partial<Scenario['workload']>): Scenario {
  return { ...scenario, workload: { ...scenario.workload, ...change } }
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}
