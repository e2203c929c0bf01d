/** Which class each detector has reached, as figures. */
import { verdictOf } from '../../failure-detection/classes'
import type { DetectorProperty } from '../../failure-detection/classes'
import { metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import { DETECTOR_NAMES, detectorsFold, foldHistories } from './detectors'
import type { Histories } from './detectors'

/** The strongest first. */
const COMPLETENESS: readonly (readonly [DetectorProperty, number])[] = [
  ['strong completeness', 2],
  ['weak completeness', 1]
]
const ACCURACY: readonly (readonly [DetectorProperty, number])[] = [
  ['strong accuracy', 4],
  ['weak accuracy', 3],
  ['eventually strong accuracy', 2],
  ['eventually weak accuracy', 1]
]

export const detectorMetrics = metricsPerSpan({
  descriptions: DETECTOR_NAMES.flatMap((name) => [
    { name: `${name}.completeness`, title: `Completeness of ${name} (Chandra and Toueg): 1 weak, 2 strong`, unit: '' },
    { name: `${name}.accuracy`, title: `Accuracy of ${name}: 1, 2 eventually weak, strong; 3, 4 weak, strong`, unit: '' }
  ]),
  reads: detectorsFold.reads,
  create: (): Histories => new Map(),
  fold(histories, event, span) {
    if (event.t < span.to_us) foldHistories(histories, event)
  },
  figures(histories) {
    const figures: Metrics = {}
    for (const [name, history] of histories) {
      const { holds_since_us } = verdictOf(history)
      const strength = (properties: typeof ACCURACY): number => properties.find(([name]) => holds_since_us.has(name))?.[1] ?? 0
      figures[`${name}.completeness`] = strength(COMPLETENESS)
      figures[`${name}.accuracy`] = strength(ACCURACY)
    }
    return figures
  }
})
