/** What a protocol declares, besides its own, whose nodes run SWIM within themselves to know who is up. */
import type { Parameters } from '../../description/protocol-description'
import type { ChartDefinition } from '../../charts/definition'
import type { RunFold } from '../../folds/run'
import { beliefMatrixChart } from './belief-matrix-chart'
import { description } from './description'

const { seeds, period_ms, probe_timeout_ms, suspicion_mult, sync_ms, reconnect_ms } = description.parameters
const PREFIX = 'swim_'

export const SWIM_PARAMETERS = {
  membership: {
    type: 'choice',
    title: 'Nodes know who is up by silence alone, or from each other (SWIM)',
    default: 'silence',
    choices: ['silence', 'swim']
  },
  swim_seeds: seeds,
  swim_period_ms: period_ms,
  swim_probe_timeout_ms: probe_timeout_ms,
  swim_suspicion_mult: suspicion_mult,
  swim_sync_ms: sync_ms,
  swim_reconnect_ms: reconnect_ms
} as const

/** Sampled only where it runs. */
export const SWIM_SERIES = description.series.map(({ name, title, unit }) => ({ name, title, unit }))

/** As the protocol within is handed them: who comes knows the seeds alone, and keeps nothing on disk. */
export function swimParameters(given: Parameters): Parameters {
  const declared = Object.entries(description.parameters)
  const set = declared.map(([name, parameter]) => [name, given[PREFIX + name] ?? parameter.default] as const)
  return { ...Object.fromEntries(set), detector: 'swim', start: 'seeds', save_incarnation: false }
}

export function hasSwim({ membership }: Parameters): boolean {
  return membership === 'swim'
}

/** Where nodes' views differ. */
export const embeddedBeliefsChart: ChartDefinition = {
  ...beliefMatrixChart,
  applies: (run: RunFold) => hasSwim(run.cluster.parameters) && beliefMatrixChart.applies(run)
}
