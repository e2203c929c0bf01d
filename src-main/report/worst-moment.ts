import type { LabEvent } from '../../src-shared/events'
import { outagesIn } from '../../src-shared/charts/outages'
import { wholeView } from '../../src-shared/charts/definition'
import type { ClusterProtocol, ClusterFold } from '../../src-shared/folds/cluster'
import { createClusterFold, foldCluster } from '../../src-shared/folds/cluster'
import type { PartitionStep } from '../../src-shared/folds/partition'
import type { RunFold } from '../../src-shared/folds/run'

export interface WorstMoment {
  readonly t_us: number
  /** Who reached whom then. */
  readonly step: PartitionStep
}

interface LastingStep {
  readonly step: PartitionStep
  readonly to_us: number
  /** Nodes that were down or reached too few. */
  readonly without: number
}

/**
 * The moment to show of a run: while most nodes were without a quorum (or, where none is asked, cut off), the longest such time; if
 * there was none, while the longest outage lasted. null: nothing was ever wrong, or the cluster is too large for its links to be kept.
 */
export function worstMoment(fold: RunFold): WorstMoment | null {
  const steps = lastingSteps(fold)
  const outages = outagesIn(fold, wholeView(fold))
  const most = Math.max(0, ...steps.map(({ without }) => without))
  const worst =
    most === 0
      ? null
      : longest(
          steps.filter(({ without }) => without === most),
          ({ step, to_us }) => to_us - step.t_us
        )
  const from_us = worst?.step.t_us ?? 0
  const to_us = worst?.to_us ?? fold.cluster.now_us
  // Within that time while it did most harm.
  const outage = longest(
    outages.filter((one) => one.to_us > from_us && one.from_us < to_us),
    (one) => Math.min(to_us, one.to_us) - Math.max(from_us, one.from_us)
  )
  if (worst === null && outage === null) return null
  const t_us = Math.round((Math.max(from_us, outage?.from_us ?? 0) + Math.min(to_us, outage?.to_us ?? to_us)) / 2)
  const step = worst?.step ?? steps.filter((one) => one.step.t_us <= t_us).at(-1)?.step
  return step ? { t_us, step } : null
}

/** The cluster as it stood then. `events`: of the run, in the order in which things happened. */
export function clusterAt(events: readonly LabEvent[], t_us: number, protocol: ClusterProtocol): ClusterFold {
  const cluster = createClusterFold(protocol)
  for (const event of events) {
    if (event.t > t_us) break
    foldCluster(cluster, event)
  }
  return cluster
}

function lastingSteps({ partition, cluster }: RunFold): LastingStep[] {
  const steps = partition.steps.toArray()
  return steps.map((step, i) => ({
    step,
    to_us: steps[i + 1]?.t_us ?? cluster.now_us,
    without: step.reach.filter(({ reach }) => reach === 'minority' || reach === 'alone' || reach === 'part' || reach === 'down')
      .length
  }))
}

function longest<Item>(items: readonly Item[], lengthOf: (item: Item) => number): Item | null {
  return items.reduce<Item | null>((best, item) => (best === null || lengthOf(item) > lengthOf(best) ? item : best), null)
}
