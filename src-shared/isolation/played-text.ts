/** How what was played is shown, on every screen and page. */
import { answersText } from '../data-types/transaction/operations'
import type { Strength } from '../exploration'
import type { AnomalyVerdict, PlayedAnomaly, PlayedSetting, PlayedTransaction } from './played'

/** Glyph and sentence of each verdict, and the strength whose colours it has. */
export const ANOMALY_VERDICTS: Readonly<
  Record<AnomalyVerdict, { readonly glyph: string; readonly strength: Strength; readonly explanation: string }>
> = {
  prevented: { glyph: '✓', strength: 'full', explanation: 'Prevented: it did not come about.' },
  possible: {
    glyph: '✗',
    strength: 'none',
    explanation: 'Possible: one after the other, in whichever order, they would not have read this.'
  },
  open: { glyph: '~', strength: 'open', explanation: 'Open: the outcome of a transaction is not known.' }
}

/** What became of a transaction. */
export function endText({ outcome, answers }: PlayedTransaction): string {
  if (outcome === 'fail') return 'aborted'
  if (outcome === 'unknown') return 'of unknown outcome'
  const read = answersText(answers)
  return read === '' ? 'committed' : `committed; read ${read}`
}

/** Undefined: not played yet. */
export function anomalyAt(played: readonly PlayedSetting[], setting: string, anomaly: string): PlayedAnomaly | undefined {
  return played.find((one) => one.setting === setting)?.anomalies.find((one) => one.anomaly === anomaly)
}
