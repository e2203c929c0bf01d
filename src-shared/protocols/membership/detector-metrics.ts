/** Which class each detector has reached, as figures. */
import { classOf } from '../../failure-detection/classes'
import type { Accuracy } from '../../failure-detection/classes'
import { metricsPerSpan } from '../../metrics/metric'
import type { Metrics } from '../../metrics/metric'
import type { DetectorName } from './detectors'
import { detectorsFold, foldHistories } from './detectors'
import type { Histories } from './detectors'

const COMPLETENESS = { none: 0, weak: 1, strong: 2 } as const
const ACCURACY: Readonly<Record<Accuracy, number>> = { none: 0, 'eventually weak': 1, 'eventually strong': 2, weak: 3, strong: 4 }
const DETECTORS: readonly DetectorName[] = ['swim', 'timeout', 'phi']

export const detectorMetrics = metricsPerSpan({
  descriptions: DETECTORS.flatMap((name) => [
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
      const { completeness, accuracy } = classOf(history)
      figures[`${name}.completeness`] = COMPLETENESS[completeness]
      figures[`${name}.accuracy`] = ACCURACY[accuracy]
    }
    return figures
  }
})
