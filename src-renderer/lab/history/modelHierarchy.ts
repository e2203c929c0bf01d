/** The consistency models as a picture of what implies what: the strongest at the top, lines down to what it implies. */
import { CONSISTENCY_MODELS, DIRECTLY_IMPLIED } from '../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../src-shared/consistency'
import type { Verdict } from '../../../src-shared/verdict'

/** `unchecked`: nobody has asked yet. */
export type ModelState = Verdict | 'unchecked'

export interface ModelPlace {
  /** From 0 at the top; whatever a model implies lies lower. */
  readonly row: number
  /** From 0 at the left. */
  readonly column: number
}

export const MODEL_PLACES: Readonly<Record<ConsistencyModel, ModelPlace>> = {
  linearizable: { row: 0, column: 1 },
  sequential: { row: 1, column: 1 },
  'causal-convergence': { row: 2, column: 0 },
  'causal-memory': { row: 2, column: 1 },
  causal: { row: 3, column: 0 },
  pram: { row: 3, column: 1 },
  eventual: { row: 3, column: 2 },
  'writes-follow-reads': { row: 4, column: 0 },
  'read-your-writes': { row: 4, column: 1 },
  'monotonic-writes': { row: 4, column: 2 },
  'monotonic-reads': { row: 5, column: 2 }
}
export const MODEL_ROWS = 6
export const MODEL_COLUMNS = 3

/** From a model to one that it implies. */
export interface Implication {
  readonly from: ConsistencyModel
  readonly to: ConsistencyModel
}

export const IMPLICATIONS: readonly Implication[] = CONSISTENCY_MODELS.flatMap((from) =>
  DIRECTLY_IMPLIED[from].map((to) => ({ from, to }))
)

/** What a line says: of what holds, all that it implies holds too; what is violated takes down all that implies it. */
export function implicationState({ from, to }: Implication, states: ReadonlyMap<ConsistencyModel, Verdict>): ModelState {
  if (states.get(from) === 'holds') return 'holds'
  return states.get(to) === 'violated' ? 'violated' : 'unchecked'
}

/** The line in a box of 100 × 100: straight to the row below, along the right side to one further down. */
export function implicationPath({ from, to }: Implication): string {
  const [start, end] = [MODEL_PLACES[from], MODEL_PLACES[to]]
  const x = ({ column }: ModelPlace): number => ((column + 0.5) / MODEL_COLUMNS) * 100
  const y = ({ row }: ModelPlace): number => ((row + 0.5) / MODEL_ROWS) * 100
  if (end.row === start.row + 1) return `M${x(start)} ${y(start)}L${x(end)} ${y(end)}`
  return `M${x(start)} ${y(start)}H${x(end)}V${y(end)}`
}
