/** A scenario back to YAML: what differs from the defaults, durations as people write them. The reverse of `parseScenario`. */
import { Document, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { Pair } from 'yaml'
import { scenarioSchema } from './schema'
import type { Scenario } from './schema'
import type { Expectation } from './expectations'
import type { Chaos } from './sections/chaos'
import type { TimelineEntry } from './sections/timeline'
import type { Workload } from './sections/workload'

const LINE_WIDTH = 130

/** YAML that parses to this scenario. `comment`: lines to stand above it. */
export function formatScenario(scenario: Scenario, comment: readonly string[] = []): string {
  const { name, title } = scenario
  const document = new Document({ name, title, ...difference(written(scenario), written(scenarioSchema.parse({ name, title }))) })
  if (isMap(document.contents)) document.contents.items.forEach(layOut)
  return comment.map((line) => `# ${line}\n`).join('') + document.toString({ lineWidth: LINE_WIDTH })
}

/** The fields of a section a line each, whatever lies below in one line. */
function layOut({ value }: Pair): void {
  if (!isCollection(value)) return
  for (const item of value.items) {
    const inner = isSeq(value) ? item : (item as Pair).value
    if (isCollection(inner)) inner.flow = true
  }
  if (isSeq(value) && value.items.every(isScalar)) value.flow = true
}

type Written = Readonly<Record<string, unknown>>

/** Sections whose fields have defaults of their own; anything else is written whole. */
const SECTIONS: ReadonlySet<string> = new Set(['cluster', 'network', 'workload', 'retry'])

/** The fields that the defaults do not have or have otherwise. */
function difference(fields: Written, defaults: Written): Written {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (JSON.stringify(value) === JSON.stringify(defaults[name])) return []
      return [[name, SECTIONS.has(name) ? difference(value as Written, defaults[name] as Written) : value]]
    })
  )
}

/** The scenario with its durations as text. */
function written(scenario: Scenario): Written {
  const { cluster, workload, timeline, chaos, duration, checks, expectations, charts, ...rest } = scenario
  return {
    ...rest,
    cluster: writtenCluster(cluster),
    workload: writtenWorkload(workload),
    ...(duration !== undefined && { duration: writtenDuration(duration) }),
    ...(chaos && { chaos: writtenChaos(chaos) }),
    timeline: timeline.map(writtenEntry),
    checks,
    expectations: expectations.map(writtenExpectation),
    ...(charts && { charts })
  }
}

function writtenCluster({ members, ...rest }: Scenario['cluster']): Written {
  return { ...withTimes(rest), ...(members && { members: members.map(withTimes) }) }
}

function withTimes({
  service_time,
  message_time,
  ...rest
}: {
  readonly service_time?: number
  readonly message_time?: number
}): Written {
  return {
    ...rest,
    ...(service_time !== undefined && { service_time: writtenDuration(service_time) }),
    ...(message_time !== undefined && { message_time: writtenDuration(message_time) })
  }
}

function writtenWorkload({ think_time, timeout, start, retry, script, cache_ttl, ...rest }: Workload): Written {
  const { attempt_timeout, backoff, backoff_max, ...others } = retry
  return {
    ...rest,
    think_time: writtenDuration(think_time),
    timeout: writtenDuration(timeout),
    start: writtenDuration(start),
    ...(cache_ttl !== undefined && { cache_ttl: writtenDuration(cache_ttl) }),
    ...(script && { script: script.map((entry) => ({ ...entry, at: writtenDuration(entry.at) })) }),
    retry: {
      ...others,
      attempt_timeout: writtenDuration(attempt_timeout),
      backoff: writtenDuration(backoff),
      backoff_max: writtenDuration(backoff_max)
    }
  }
}

function writtenChaos({ interval, fault_duration, start, quiet_period, ...rest }: Chaos): Written {
  const written = { interval: interval.map(writtenDuration), fault_duration: fault_duration.map(writtenDuration) }
  return { ...rest, ...written, start: writtenDuration(start), quiet_period: writtenDuration(quiet_period) }
}

/** An entry as people write it. */
export function writtenEntry({ at, label, for: lasting, every, times, if_possible, action }: TimelineEntry): Written {
  return {
    at: writtenDuration(at),
    ...(label !== undefined && { label }),
    ...(lasting !== undefined && { for: writtenDuration(lasting) }),
    ...(every !== undefined && { every: writtenDuration(every) }),
    ...(times > 1 && { times }),
    ...(if_possible && { if_possible }),
    action: writtenAction(action)
  }
}

/** Without what the action's own defaults say. */
function writtenAction(action: TimelineEntry['action']): Written {
  if (action.do === 'partition') return action.mode === 'cut' ? { do: action.do, partition: action.partition } : action
  if (action.do !== 'disk' && action.do !== 'clock') return action
  return Object.fromEntries(Object.entries(action).filter(([, value]) => value !== 0 && value !== false))
}

function writtenExpectation(expectation: Expectation): Written {
  return {
    ...expectation,
    ...('during' in expectation && expectation.during && { during: expectation.during.map(writtenDuration) }),
    ...('relative_to' in expectation && expectation.relative_to && { relative_to: expectation.relative_to.map(writtenDuration) }),
    ...('at' in expectation && expectation.at !== undefined && { at: writtenDuration(expectation.at) }),
    ...('held_for' in expectation && expectation.held_for !== undefined && { held_for: writtenDuration(expectation.held_for) })
  }
}

/** `250ms`, `5s`. */
export function writtenDuration(duration_ms: number): string {
  return duration_ms % 1000 === 0 && duration_ms > 0 ? `${duration_ms / 1000}s` : `${duration_ms}ms`
}
