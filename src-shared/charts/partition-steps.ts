/** Who could reach whom over time, as far as a view shows it. */
import type { PartitionStep } from '../folds/partition'
import type { ReachGroup } from '../folds/reachability'
import { quorumText } from '../folds/reachability'
import type { RunFold } from '../folds/run'
import type { NodeId } from '../ids'
import { nameRanges } from '../text/name-ranges'
import type { ChartView } from './definition'

/** A step clipped to the view. */
export interface ShownStep {
  readonly from_us: number
  readonly to_us: number
  readonly step: PartitionStep
}

/** Every step that the view shows some of, oldest first. */
export function stepsIn(fold: RunFold, view: ChartView): ShownStep[] {
  const steps = fold.partition.steps.toArray()
  const until_us = Math.min(view.to_us, fold.cluster.now_us)
  return steps.flatMap((step, i) => {
    const from_us = Math.max(step.t_us, view.from_us)
    const to_us = Math.min(steps[i + 1]?.t_us ?? until_us, until_us)
    return to_us > from_us ? [{ from_us, to_us, step }] : []
  })
}

/** `n1–n3: quorum`, of a group among all nodes. */
export function groupTextOf(all: readonly NodeId[]): (group: ReachGroup) => string {
  return ({ nodes, quorum }) => [nameRanges(all, nodes), quorumText(quorum)].filter(Boolean).join(': ')
}
