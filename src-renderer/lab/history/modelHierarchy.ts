/** The models as pictures of what implies what: the strongest at the top, lines down to what it implies. */
import { DIRECTLY_IMPLIED } from '../../../src-shared/consistency'
import type { ConsistencyModel, Model } from '../../../src-shared/consistency'
import type { IsolationModel } from '../../../src-shared/isolation/models'
import type { Verdict } from '../../../src-shared/verdict'

/** `unchecked`: nobody has asked yet. */
export type ModelState = Verdict | 'unchecked'

export interface ModelPlace {
  /** From 0 at the top; whatever a model implies lies lower. */
  readonly row: number
  /** From 0 at the left. */
  readonly column: number
}

/** Models, and where each stands. */
export interface Hierarchy {
  readonly title: string
  readonly places: ReadonlyMap<Model, ModelPlace>
  readonly rows: number
  readonly columns: number
  readonly implications: readonly Implication[]
}

/** From a model to one that it implies. */
export interface Implication {
  readonly from: Model
  readonly to: Model
}

const CONSISTENCY_PLACES: Readonly<Record<ConsistencyModel, ModelPlace>> = {
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

const ISOLATION_PLACES: Readonly<Record<IsolationModel, ModelPlace>> = {
  'strict-serializable': { row: 0, column: 1 },
  'strong-session-serializable': { row: 1, column: 0 },
  'strong-snapshot-isolation': { row: 1, column: 2 },
  serializable: { row: 2, column: 0 },
  'strong-session-snapshot-isolation': { row: 2, column: 2 },
  'repeatable-read': { row: 3, column: 0 },
  'snapshot-isolation': { row: 3, column: 2 },
  'monotonic-atomic-view': { row: 4, column: 1 },
  'read-committed': { row: 5, column: 1 },
  'read-uncommitted': { row: 6, column: 1 }
}

/** Of single operations. */
export const CONSISTENCY_HIERARCHY = hierarchyOf('Consistency models', CONSISTENCY_PLACES)
/** Of transactions. */
export const ISOLATION_HIERARCHY = hierarchyOf('Isolation models', ISOLATION_PLACES)

function hierarchyOf(title: string, places: Readonly<Record<string, ModelPlace>>): Hierarchy {
  const models = Object.keys(places) as Model[]
  const all = Object.values(places)
  return {
    title,
    places: new Map(models.map((model) => [model, places[model]!])),
    rows: Math.max(...all.map(({ row }) => row)) + 1,
    columns: Math.max(...all.map(({ column }) => column)) + 1,
    implications: models.flatMap((from) => DIRECTLY_IMPLIED[from].map((to) => ({ from, to })))
  }
}

/** What a line says: of what holds, all that it implies holds too; what is violated takes down all that implies it. */
export function implicationState({ from, to }: Implication, states: ReadonlyMap<Model, Verdict>): ModelState {
  if (states.get(from) === 'holds') return 'holds'
  return states.get(to) === 'violated' ? 'violated' : 'unchecked'
}

/** The line in a box of 100 × 100: straight to the row below, along the right side to one further down. */
export function implicationPath({ places, rows, columns }: Hierarchy, { from, to }: Implication): string {
  const [start, end] = [places.get(from)!, places.get(to)!]
  const x = ({ column }: ModelPlace): number => ((column + 0.5) / columns) * 100
  const y = ({ row }: ModelPlace): number => ((row + 0.5) / rows) * 100
  if (end.row === start.row + 1) return `M${x(start)} ${y(start)}L${x(end)} ${y(end)}`
  return `M${x(start)} ${y(start)}H${x(end)}V${y(end)}`
}
