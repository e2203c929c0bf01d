/** The class that each failure detector reached, where the run's protocol has any. */
import { verdictOf } from '../../src-shared/failure-detection/classes'
import type { RunFold } from '../../src-shared/folds/run'
import { classText, DETECTOR_TITLES, detectorsFold, suffixText } from '../../src-shared/protocols/membership/detectors'
import { escapeXml } from './draw'
import { count, seconds, table } from './html-parts'
import type { Section } from './html-parts'

/** Null: there is no detector. */
export function detectorsSection(fold: RunFold): Section | null {
  const histories = detectorsFold.of(fold)?.histories
  if (histories === undefined || histories.size === 0) return null
  const rows = [...histories].map(([name, history]) => {
    const verdict = verdictOf(history)
    const failures = verdict.failures.map(
      ({ property, text, t_us }) => `no ${property} (${seconds(t_us / 1000)}): ${escapeXml(text)}`
    )
    const suffix = escapeXml(suffixText(verdict, fold.cluster.now_us))
    return [
      DETECTOR_TITLES[name],
      escapeXml(classText(verdict)),
      suffix,
      count(history.mistakes),
      failures.join('<br>') || 'nothing'
    ]
  })
  const caption =
    'Classes of Chandra and Toueg that each detector reached in this run; “eventually”: from some moment on to its end'
  const columns = ['Detector*', 'Class', 'Holds', 'Mistakes#', 'What does not hold, the first first']
  return { title: 'Failure detectors', body: table(caption, columns, rows) }
}
