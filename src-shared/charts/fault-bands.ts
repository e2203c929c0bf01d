/** Faults as bands over the time axis, and where their labels go. */
import { faultKind } from '../faults/kind'
import type { FaultKind } from '../faults/kind'
import type { FaultInterval } from '../folds/faults'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'

/** Time during which at least one fault of a kind was on. */
export interface FaultSpan {
  readonly kind: FaultKind
  readonly from_s: number
  readonly to_s: number
}

export interface FaultBand extends FaultSpan {
  readonly fault: number
  readonly label: string
  /** Over in an instant (a restart, a command): a line, not a band. */
  readonly instantaneous: boolean
  /** Where its label begins: where the band does, or earlier so that it ends within the picture. */
  readonly label_s: number
  /** Row of its bar above the plot, 0 being nearest to it; null: none is free, its name stands in the legend. */
  readonly lane: number | null
  /** Its bar has its label; otherwise one that is the same stands right beside. */
  readonly named: boolean
}

/** How labels are placed. */
export interface LabelRoom {
  /** How long a label is. */
  length_s(label: string): number
  /** Where the picture ends. */
  readonly until_s: number
  readonly lanes: number
}

const MOMENT_US = 1000

/**
 * The faults that touch the view, clipped to it, with lanes for labels that would overlap. A label is not repeated right beside one that
 * is the same.
 */
export function faultBands(fold: RunFold, view: ChartView, room: LabelRoom): FaultBand[] {
  const now_us = fold.cluster.now_us
  const lanes_end_s = new Array<number>(room.lanes).fill(-Infinity)
  let newest = { label: '', lane: 0, until_s: -Infinity }
  return touching(fold, view, now_us).map(({ fault, label, action, start_us, end_us: ended_us }) => {
    const end_us = ended_us ?? now_us
    const from_s = Math.max(start_us, view.from_us) / 1e6
    const to_s = Math.min(end_us, view.to_us) / 1e6
    const length_s = room.length_s(label)
    const label_s = Math.max(view.from_us / 1e6, Math.min(from_s, room.until_s - length_s))
    const repeated = label === newest.label && from_s < newest.until_s
    const lane = repeated ? newest.lane : lanes_end_s.findIndex((end_s) => end_s <= label_s)
    const named = !repeated && lane >= 0
    if (named) {
      lanes_end_s[lane] = label_s + length_s
      newest = { label, lane, until_s: label_s + 2 * length_s }
    }
    const kind = faultKind(action)
    return {
      fault,
      kind,
      label,
      from_s,
      to_s,
      label_s,
      instantaneous: end_us - start_us < MOMENT_US,
      lane: lane < 0 ? null : lane,
      named
    }
  })
}

/** Names that stand at no band, each once: a legend above has them. */
export function legendNames(bands: readonly FaultBand[]): Pick<FaultBand, 'label' | 'kind'>[] {
  const placed = new Set(bands.flatMap(({ label, lane }) => (lane === null ? [] : [label])))
  const names = new Map<string, Pick<FaultBand, 'label' | 'kind'>>()
  for (const { label, kind } of bands) if (!placed.has(label)) names.set(label, { label, kind })
  return [...names.values()]
}

/** Union of the bands of each kind, so that what overlaps is shaded once and the lines stay readable. */
export function shadedSpans(bands: readonly FaultBand[]): FaultSpan[] {
  const spans: FaultSpan[] = []
  const newest = new Map<FaultKind, number>()
  const lasting = bands.filter(({ instantaneous }) => !instantaneous).sort((a, b) => a.from_s - b.from_s)
  for (const { kind, from_s, to_s } of lasting) {
    const place = newest.get(kind)
    const last = place === undefined ? undefined : spans[place]
    if (last && from_s <= last.to_s) spans[place!] = { ...last, to_s: Math.max(last.to_s, to_s) }
    else {
      newest.set(kind, spans.length)
      spans.push({ kind, from_s, to_s })
    }
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
