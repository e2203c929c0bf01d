/** Every series of a run as tables, at the finest step that is known. */
import { droppedFrames } from '../../src-shared/folds/cluster-links'
import { METRICS } from '../../src-shared/protocols/metrics'
import type { RunFold } from '../../src-shared/folds/run'
import type { Table, Value } from '../../src-shared/folds/table'
import { toMilliseconds as ms, toSeconds as s } from '../../src-shared/folds/table'
import type { LinkId } from '../../src-shared/ids'
import { replicaKey } from '../../src-shared/replica'
import type { SeriesDescription } from '../../src-shared/description/protocol-description'
import { RUNTIME_SERIES } from '../../src-shared/description/runtime-series'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'

const ALL = { from_us: 0, to_us: Infinity }

/** What clients sample, in an open loop. */
const CLIENT_SERIES: readonly SeriesDescription[] = [
  { name: 'not_started', title: 'Operations that were due and not started, since the run began', unit: '' }
]

/** `fold`: of all events of the report. */
export function seriesTables(report: RunReport, fold: RunFold): Table[] {
  return [
    operations(fold),
    ...fold.declared.flatMap(({ fold: { tables }, state }) => tables?.(state) ?? []),
    reachability(fold),
    links(report),
    samples(report),
    gauges(report),
    faults(report),
    metrics(report),
    history(report)
  ]
}

function operations({ operations }: RunFold): Table {
  const { buckets } = operations
  return {
    name: 'operations',
    title: 'Operations completed within each step, and the latency of those that succeeded',
    columns: ['t_s', 'step_s', 'ok', 'fail', 'unknown', 'p50_ms', 'p90_ms', 'p99_ms', 'max_ms', 'events_lost'],
    *rows() {
      for (const [start_us, { ok, fail, unknown, latency_us, incomplete }] of buckets.cellsIn(ALL)) {
        const [p50, p90, p99] = latency_us.percentiles([0.5, 0.9, 0.99]) ?? []
        const max = latency_us.total > 0 ? latency_us.max : undefined
        yield [s(start_us), s(buckets.width_us), ok, fail, unknown, ms(p50), ms(p90), ms(p99), ms(max), incomplete]
      }
    }
  }
}

function reachability({ partition }: RunFold): Table {
  return {
    name: 'partition',
    title: 'State of each link between nodes, from the given time on',
    columns: ['t_s', 'from', 'to', 'condition'],
    *rows() {
      for (const { t_us, nodes, conditions } of partition.steps) {
        for (const [row, from] of nodes.entries()) {
          for (const [column, to] of nodes.entries()) {
            if (row !== column) yield [s(t_us), from, to, conditions[row * nodes.length + column]!]
          }
        }
      }
    }
  }
}

function links({ events }: RunReport): Table {
  return {
    name: 'links',
    title: 'Frames of each link since the run began',
    columns: [
      ...['t_s', 'link', 'offered', 'delivered', 'dropped', 'duplicated', 'corrupted', 'altered', 'reordered'],
      ...['bytes_offered', 'bytes_delivered', 'delay_mean_ms', 'queued']
    ],
    *rows() {
      for (const event of events) {
        if (event.kind !== 'links') continue
        for (const link of Object.keys(event.counters) as LinkId[]) {
          const c = event.counters[link]!
          const mean_us = c.delivered > 0 ? c.delay_us_sum / c.delivered : undefined
          yield [
            ...[
              s(event.t),
              link,
              c.offered,
              c.delivered,
              droppedFrames(c),
              c.duplicated,
              c.corrupted,
              c.altered ?? 0,
              c.reordered
            ],
            ...[c.bytes_offered, c.bytes_delivered, ms(mean_us), c.queued]
          ]
        }
      }
    }
  }
}

function samples({ events }: RunReport): Table {
  return {
    name: 'samples',
    title: 'What nodes and clients sampled of themselves; the table of gauges says what the names mean',
    columns: ['t_s', 'node', 'name', 'value'],
    *rows() {
      for (const event of events) {
        if (event.kind !== 'sample') continue
        for (const name of Object.keys(event.values)) yield [s(event.t), replicaKey(event), name, event.values[name]!]
      }
    }
  }
}

function gauges({ result }: RunReport): Table {
  const { series } = descriptionNamed(result.protocol)
  const described: readonly SeriesDescription[] = [...series, ...RUNTIME_SERIES, ...CLIENT_SERIES]
  return {
    name: 'gauges',
    title: 'What the names in the table of samples mean',
    columns: ['name', 'title', 'unit'],
    *rows() {
      for (const { name, title, unit, per } of described) yield [per === 'peer' ? `${name}.PEER` : name, title, unit]
    }
  }
}

function faults({ result }: RunReport): Table {
  const effects = [...new Set(result.faults.flatMap((card) => card.effects.map(({ name }) => name)))]
  const columns = [
    ...['fault', 'label', 'by', 'start_ms', 'end_ms', 'messages_cut', 'messages_disturbed', 'operations_affected'],
    ...['operations_failed', 'operations_unknown', ...effects, 'recovery_ms', 'verdict']
  ] as const
  return {
    name: 'faults',
    title: 'What each fault did',
    columns,
    *rows() {
      for (const { effects, ...card } of result.faults) {
        const cells: Record<string, unknown> = { ...card, ...Object.fromEntries(effects.map(({ name, value }) => [name, value])) }
        yield columns.map((column) => (cells[column] ?? null) as Value)
      }
    }
  }
}

function metrics({ result }: RunReport): Table {
  return {
    name: 'metrics',
    title: 'The run in numbers',
    columns: ['name', 'title', 'value', 'unit'],
    *rows() {
      for (const { name, title, unit } of METRICS) {
        const value = result.metrics[name]
        if (value !== undefined) yield [name, title, value, unit]
      }
    }
  }
}

function history({ history }: RunReport): Table {
  return {
    name: 'history',
    title: 'Every operation of the clients: what it asked, when, and what came of it',
    columns: [
      ...['client', 'op', 'f', 'key', 'value', 'expected', 'policy', 'invoked_us', 'completed_us', 'outcome'],
      ...['result_value', 'result_swapped', 'to', 'keys', 'result_values']
    ],
    *rows() {
      for (const { client, op, operation, policy, invoked_us, completed_us, outcome, result } of history) {
        const value = 'value' in operation ? operation.value : null
        const expected = 'expected' in operation ? operation.expected : null
        const to = 'to' in operation ? operation.to : null
        const keys = 'keys' in operation ? JSON.stringify(operation.keys) : null
        const values = result?.values ? JSON.stringify(result.values) : null
        yield [
          ...[client, op, operation.f, operation.key, value, expected, policy ?? null, invoked_us, completed_us, outcome],
          ...[result?.value ?? null, result?.swapped ?? null, to, keys, values]
        ]
      }
    }
  }
}
