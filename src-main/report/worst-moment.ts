import type { LabEvent } from '../../src-shared/events'
import { outagesIn } from '../../src-shared/charts/outages'
import { wholeView } from '../../src-shared/charts/definition'
import type { ClusterProtocol, ClusterFold } from '../../src-shared/folds/cluster'
import { createClusterFold, foldCluster } from '../../src-shared/folds/cluster'
import type { ReachStep } from '../../src-shared/folds/partition'
import { createPartitionFold, foldPartition, reachStep } from '../../src-shared/folds/partition'
import type { PartitionFold } from '../../src-shared/folds/partition'
import type { RunFold } from '../../src-shared/folds/run'

export interface WorstMoment {
  readonly t_us: number
  /** Who reached whom then. */
  readonly step: ReachStep
}

interface LastingStep {
  readonly step: ReachStep
  readonly to_us: number
  /** Nodes that were down or reached too few. */
  readonly without: number
}

/**
 * The moment to show of a run: while most nodes were without a quorum (or, where none is asked, cut off), the longest such time; if
 * there was none, while the longest outage lasted. null: nothing was ever wrong. `events`: all of the run, in the order in which things
 * happened.
 */
export function worstMoment(fold: RunFold, events: readonly LabEvent[], protocol: ClusterProtocol): WorstMoment | null {
  const kept = fold.partition.steps.toArray()
  const steps = lastingSteps(kept.length > 0 ? kept : reachSteps(events, protocol), fold.cluster.now_us)
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

/** The cluster as it stood then, and how its links were from the start. `events`: as above. */
export function clusterAt(
  events: readonly LabEvent[],
  t_us: number,
  protocol: ClusterProtocol
): { readonly cluster: ClusterFold; readonly partition: PartitionFold } {
  const [cluster, partition] = [createClusterFold(protocol), createPartitionFold()]
  for (const event of events) {
    if (event.t > t_us) break
    foldCluster(cluster, event)
    foldPartition(partition, event, cluster)
  }
  return { cluster, partition }
}

/** Of a cluster so large that its fold keeps none: one for each moment at which its topology changed. */
function reachSteps(events: readonly LabEvent[], protocol: ClusterProtocol): ReachStep[] {
  const [cluster, partition] = [createClusterFold(protocol), createPartitionFold()]
  const steps: ReachStep[] = []
  let topology = -1
  for (const [at, event] of events.entries()) {
    foldCluster(cluster, event)
    foldPartition(partition, event, cluster)
    // Of what happens at once the last counts.
    if (!partition.started || cluster.topology === topology || events[at + 1]?.t === event.t) continue
    topology = cluster.topology
    steps.push(reachStep(cluster, event.t))
  }
  return steps
}

function lastingSteps(steps: readonly ReachStep[], now_us: number): LastingStep[] {
  return steps.map((step, i) => ({
    step,
    to_us: steps[i + 1]?.t_us ?? now_us,
    without: step.reach.filter(({ reach }) => reach === 'minority' || reach === 'alone' || reach === 'part' || reach === 'down')
      .length
  }))
}

function longest<Item>(items: readonly Item[], lengthOf: (item: Item) => number): Item | null {
  return items.reduce<Item | null>((best, item) => (best === null || lengthOf(item) > lengthOf(best) ? item : best), null)
}
