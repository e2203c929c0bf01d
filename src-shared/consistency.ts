/** The consistency models that a history can be held against, strongest first, and what is said of a history under one of them. */
import { dataTypes } from './data-types/registry'
import type { OperationRef } from './ids'
import type { AnomalyFinding } from './isolation/finding'
import { ISOLATION_IMPLIED, ISOLATION_MODELS, ISOLATION_TITLES } from './isolation/models'
import type { IsolationModel } from './isolation/models'
import type { Verdict } from './verdict'

/** What the operations of a history mean; `linearizable` and `sequential` need one. The plainest first. */
export const DATA_TYPES: readonly DataType[] = dataTypes.flatMap(({ models }) => models.map(({ name }) => name))
export type DataType = (typeof dataTypes)[number]['models'][number]['name']

/**
 * Names as the command line, scenarios and screens use them. linearizable ⇒ sequential ⇒ causal-memory ⇒ causal, and
 * sequential ⇒ causal-convergence ⇒ causal; causal-memory ⇒ pram ⇒ read-your-writes, monotonic-writes ⇒ monotonic-reads;
 * causal ⇒ writes-follow-reads; linearizable ⇒ eventual. `causal` is CC, `causal-memory` CM, `causal-convergence` CCv (Bouajjani et al., POPL 2017).
 */
export const CONSISTENCY_MODELS = [
  'linearizable',
  'sequential',
  'causal-memory',
  'causal-convergence',
  'causal',
  'pram',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
  'eventual'
] as const
export type ConsistencyModel = (typeof CONSISTENCY_MODELS)[number]

/** Every model that a history can be held against: of single operations, or of transactions. */
export type Model = ConsistencyModel | IsolationModel
export const MODELS: readonly [Model, ...Model[]] = [...CONSISTENCY_MODELS, ...ISOLATION_MODELS]

/** What every history of a model obeys besides, directly: see {@link impliedBy} for the whole. */
export const DIRECTLY_IMPLIED: Readonly<
  Record<ConsistencyModel, readonly ConsistencyModel[]> & Record<IsolationModel, readonly IsolationModel[]>
> = {
  linearizable: ['sequential', 'eventual'],
  sequential: ['causal-memory', 'causal-convergence'],
  'causal-memory': ['causal', 'pram'],
  'causal-convergence': ['causal'],
  causal: ['writes-follow-reads'],
  pram: ['read-your-writes', 'monotonic-writes'],
  'read-your-writes': [],
  'monotonic-reads': [],
  'monotonic-writes': ['monotonic-reads'],
  'writes-follow-reads': [],
  eventual: [],
  ...ISOLATION_IMPLIED
}

/** Every model that each history of this one obeys too, itself left out. */
export function impliedBy(model: ConsistencyModel): ReadonlySet<ConsistencyModel>
export function impliedBy(model: Model): ReadonlySet<Model>
export function impliedBy(model: Model): ReadonlySet<Model> {
  const implied = new Set<Model>(DIRECTLY_IMPLIED[model])
  // What is added on the way is visited as well.
  for (const weaker of implied) for (const weakest of DIRECTLY_IMPLIED[weaker]) implied.add(weakest)
  return implied
}

export const MODEL_TITLES: Readonly<Record<Model, string>> = {
  linearizable: 'Linearizable',
  sequential: 'Sequential',
  'causal-memory': 'Causal memory',
  'causal-convergence': 'Causal convergence',
  causal: 'Causal',
  pram: 'PRAM',
  'read-your-writes': 'Read your writes',
  'monotonic-reads': 'Monotonic reads',
  'monotonic-writes': 'Monotonic writes',
  'writes-follow-reads': 'Writes follow reads',
  eventual: 'Eventual',
  ...ISOLATION_TITLES
}

/** Why a model does not hold. */
export interface Counterexample {
  /** The fewest operations found that already break it, in the order of invocation. */
  readonly operations: readonly OperationRef[]
  /** The first operation of the history at whose answer no explanation remains. */
  readonly first_unexplained: OperationRef | null
  /** The same as readable lines. */
  readonly lines: readonly string[]
}

/** One history under one model. */
export interface Judgement {
  readonly model: Model
  readonly verdict: Verdict
  /** One or two plain sentences; for `undecided`, which bound was hit or why the model cannot be applied. */
  readonly text: string
  /** Where operations took effect, in µs of run time: an order that explains the history. Empty where the model gives none. */
  readonly points: readonly (OperationRef & { readonly at_us: number })[]
  readonly counterexample: Counterexample | null
  /** Figures of the model, for example `staleness_ms_max` of `eventual`. */
  readonly figures: Readonly<Record<string, number>>
  /** Of an isolation model: the anomalies found, of a violated one those that it forbids, the worst first. */
  readonly anomalies?: readonly AnomalyFinding[]
}
