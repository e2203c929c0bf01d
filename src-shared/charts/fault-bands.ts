/** Faults as bands over the time axis, and where their labels go. */
import type { FaultInterval } from '../folds/faults'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'

/** Time during which at least one fault was on. */
export interface FaultSpan {
  readonly from_s: number
  readonly to_s: number
}

export interface FaultBand extends FaultSpan {
  readonly fault: number
  readonly label: string
  /** Over in an instant (a restart, a command): a line, not a band. */
  readonly instantaneous: boolean
  /** Row of the label above the plot, 0 being nearest to it; null: another band's label stands for it too. */
  readonly lane: number | null
  /** Names of later bands that had no room: the label counts them. */
  readonly others: readonly string[]
}

/** Of a chart that has its labels within its picture. */
export const LABEL_LANES_MAX = 2
const MOMENT_US = 1000

/** `Crash n1 +2`: a band's name, and how many other names there was no room for. */
export function bandText(label: string, others: number): string {
  return others === 0 ? label : `${label} +${others}`
}

/**
 * The faults that touch the view, clipped to it, with lanes for labels that would overlap. `label_s` is how long a label is. Where all
 * `lanes_max` lanes are taken, the newest label counts those that it hides, so that no band is without a name.
 */
export function faultBands(
  fold: RunFold,
  view: ChartView,
  label_s: (label: string) => number,
  lanes_max = LABEL_LANES_MAX
): FaultBand[] {
  const now_us = fold.cluster.now_us
  const lanes_end_s = new Array<number>(lanes_max).fill(-Infinity)
  let hidden: string[] = []
  let newest = { label: '', until_s: -Infinity }
  return touching(fold, view, now_us).map((interval) => {
    const { fault, label, start_us } = interval
    const end_us = interval.end_us ?? now_us
    const from_s = Math.max(start_us, view.from_us) / 1e6
    const to_s = Math.min(end_us, view.to_us) / 1e6
    const length_s = label_s(bandText(label, 9))
    const repeated = label === newest.label && from_s < newest.until_s
    const lane = repeated ? -1 : lanes_end_s.findIndex((end_s) => end_s <= from_s)
    if (lane >= 0) {
      lanes_end_s[lane] = from_s + length_s
      newest = { label, until_s: from_s + 2 * length_s }
      hidden = []
    } else if (!repeated) hidden.push(label)
    const others = lane >= 0 ? hidden : []
    return { fault, label, from_s, to_s, instantaneous: end_us - start_us < MOMENT_US, lane: lane < 0 ? null : lane, others }
  })
}

/** Union of the bands, so that overlapping faults are shaded once and the lines stay readable. */
export function shadedSpans(bands: readonly FaultBand[]): FaultSpan[] {
  const spans: FaultSpan[] = []
  const lasting = bands.filter(({ instantaneous }) => !instantaneous).sort((a, b) => a.from_s - b.from_s)
  for (const { from_s, to_s } of lasting) {
    const last = spans.at(-1)
    if (last && from_s <= last.to_s) spans[spans.length - 1] = { from_s: last.from_s, to_s: Math.max(last.to_s, to_s) }
    else spans.push({ from_s, to_s })
  }
  return spans
}

function touching(fold: RunFold, view: ChartView, now_us: number): FaultInterval[] {
  const found: FaultInterval[] = []
  for (const interval of fold.faults.intervals) {
    if (interval.start_us <= view.to_us && (interval.end_us ?? now_us) >= view.from_us) found.push(interval)
  }
  return found
}
