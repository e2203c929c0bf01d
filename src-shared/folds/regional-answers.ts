/** Reads and writes of each region's clients: how many were answered, and how fast. */
import type { LabEvent } from '../events'
import type { ClientId } from '../ids'
import { isWrite } from '../operations'
import type { FigureDescription } from './figure'
import { Histogram } from './histogram'
import { operationKey, outcomeOf } from './operations'

interface Answers {
  ok: number
  failed: number
  readonly latency_us: Histogram
}

interface ClientAnswers {
  readonly reads: Answers
  readonly writes: Answers
}

export interface RegionalAnswers {
  readonly by_client: Map<ClientId, ClientAnswers>
  /** Operations under way that write. */
  readonly writing: Set<string>
}

/** Nodes and clients of each region, by its name. */
export type Regions = Readonly<Record<string, readonly string[]>>

export function createRegionalAnswers(): RegionalAnswers {
  return { by_client: new Map(), writing: new Set() }
}

export function foldRegionalAnswers({ by_client, writing }: RegionalAnswers, event: LabEvent): void {
  if (event.kind === 'invoke' && isWrite(event.operation)) writing.add(operationKey(event))
  if (event.kind !== 'ok' && event.kind !== 'fail' && event.kind !== 'info') return
  const answers = by_client.get(event.client) ?? { reads: none(), writes: none() }
  by_client.set(event.client, answers)
  const kind = writing.delete(operationKey(event)) ? answers.writes : answers.reads
  if (outcomeOf(event) !== 'ok') kind.failed++
  else kind.ok++
  if (event.kind === 'ok') kind.latency_us.add(event.latency_us)
}

const none = (): Answers => ({ ok: 0, failed: 0, latency_us: new Histogram() })

/** Rows of a comparison for each region that has clients, each with its value for these answers. */
export function regionalFigures({ by_client }: RegionalAnswers, regions: Regions): Map<FigureDescription, number | null> {
  const figures = new Map<FigureDescription, number | null>()
  for (const [region, members] of Object.entries(regions)) {
    const own = members.flatMap((member) => by_client.get(member) ?? [])
    if (own.length === 0) continue
    for (const kind of ['reads', 'writes'] as const) {
      const all = sum(own.map((answers) => answers[kind]))
      const add = (name: string, title: string, unit: string, better: 'less' | 'more', value: number | null) =>
        figures.set({ name: `${region}.${kind}.${name}`, title: `${title}, ${region}`, unit, better }, value)
      const title = kind === 'reads' ? 'Reads' : 'Writes'
      const percentile = (share: number) => (all.latency_us.percentile(share) ?? NaN) / 1000
      const orNull = (value: number) => (Number.isFinite(value) ? value : null)
      add('p50', `${title}, median`, 'ms', 'less', orNull(percentile(0.5)))
      add('p99', `${title}, 99th percentile`, 'ms', 'less', orNull(percentile(0.99)))
      add('answered', `${title} answered`, '%', 'more', orNull((100 * all.ok) / (all.ok + all.failed)))
    }
  }
  return figures
}

function sum(parts: readonly Answers[]): Answers {
  const total = none()
  for (const { ok, failed, latency_us } of parts) {
    total.ok += ok
    total.failed += failed
    total.latency_us.merge(latency_us)
  }
  return total
}
