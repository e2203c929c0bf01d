/** The consistency explorer: settings of protocols × faults, and in each cell the models that its runs obeyed. */
import { impliedBy, MODELS } from './consistency'
import type { Model } from './consistency'
import type { Verdict } from './verdict'

/** One way to set up a protocol. `id` is unlike all others. */
export interface ExplorerRow {
  readonly id: string
  readonly protocol: string
  readonly protocol_title: string
  readonly title: string
  /** What a reader should know who wonders at its cells, in a sentence or two; absent: nothing. */
  readonly explanation?: string
}

/** What befalls the cluster. */
export interface ExplorerColumn {
  readonly id: string
  readonly title: string
  readonly explanation: string
}

/** What the runs of a cell say of one model. */
export interface CellVerdict {
  readonly model: Model
  readonly verdict: Verdict
  /** Why, in a sentence or two. */
  readonly text: string
  /** The run that shows a violation; null for the other verdicts. */
  readonly seed: number | null
  /** The counterexample, or that of the weaker model which is violated, as readable lines; empty for the other verdicts. */
  readonly lines: readonly string[]
}

/** How the operations of all runs of a cell ended. */
export interface CellOperations {
  readonly ok: number
  readonly fail: number
  readonly unknown: number
}

/** Reads that missed the newest acknowledged write of their key, in all runs of a cell together. */
export interface CellStaleness {
  /** Reads of which it is known. */
  readonly reads: number
  readonly stale: number
  /** Stale ones that WARS predicts from the links' delays, which knows neither faults nor repairs; null: something befell the cluster. */
  readonly predicted: number | null
}

export interface ExploredCell {
  readonly row: string
  readonly column: string
  /** How many runs, one for each seed. */
  readonly runs: number
  /** One for each model, strongest first. */
  readonly verdicts: readonly CellVerdict[]
  readonly operations: CellOperations
  /** Null: the protocol does not tell which write is the newest. */
  readonly staleness: CellStaleness | null
  /** The run to open: the first that shows a violation, otherwise the first of all. */
  readonly seed: number
  /** That run as YAML, with the verdicts of its history as expectations. */
  readonly scenario: string
  /** Why the cell says nothing (a run could not be carried out), one sentence; null when all went well. */
  readonly error: string | null
}

/** The matrix, or as much of it as somebody asked for. */
export interface Exploration {
  readonly rows: readonly ExplorerRow[]
  readonly columns: readonly ExplorerColumn[]
  /** In the order in which they were done. */
  readonly cells: readonly ExploredCell[]
  /** Cells of the whole matrix. */
  readonly total: number
}

/**
 * Verdicts with what follows from them: what a model that holds implies holds too, and what implies a violated one is violated
 * (by the same run). `undecided` remains only where nothing says more.
 */
export function withImplied(verdicts: readonly CellVerdict[]): CellVerdict[] {
  return verdicts.map((one) => {
    if (one.verdict !== 'undecided') return one
    const broken = verdicts.find(({ model, verdict }) => verdict === 'violated' && impliedBy(one.model).has(model))
    if (broken) {
      const { model, seed, lines } = broken
      return { ...one, verdict: 'violated', seed, lines, text: `It implies ${model}, which is violated.` }
    }
    const held = verdicts.find(({ model, verdict }) => verdict === 'holds' && impliedBy(model).has(one.model))
    return held ? { ...one, verdict: 'holds', text: `It follows from ${held.model}, which holds.` } : one
  })
}

/** The models that hold and that no other held model implies, strongest first; empty when none holds. */
export function strongestHeld(verdicts: readonly Pick<CellVerdict, 'model' | 'verdict'>[]): Model[] {
  const held = verdicts.filter(({ verdict }) => verdict === 'holds').map(({ model }) => model)
  const implied = new Set(held.flatMap((model) => [...impliedBy(model)]))
  return MODELS.filter((model) => held.includes(model) && !implied.has(model))
}

/** How strong: `full` is linearizable, `causal` at least causal, `weak` anything less, `none` nothing at all, `open` not known. */
export type Strength = 'full' | 'causal' | 'weak' | 'none' | 'open'

/** Of the strongest models that hold. */
export function strengthOf({ verdicts, error }: Pick<ExploredCell, 'verdicts' | 'error'>): Strength {
  const strongest = strongestHeld(verdicts)
  if (error !== null) return 'open'
  if (strongest.length === 0) return verdicts.some(({ verdict }) => verdict === 'undecided') ? 'open' : 'none'
  if (strongest[0] === 'linearizable') return 'full'
  return strongest.some((model) => model === 'causal' || impliedBy(model).has('causal')) ? 'causal' : 'weak'
}

/** Glyph and words of each strength, the same on every screen and page. */
export const STRENGTHS: Readonly<
  Record<Strength, { readonly glyph: string; readonly title: string; readonly explanation: string }>
> = {
  full: { glyph: '●', title: 'linearizable', explanation: 'as if there were one copy: every read sees the newest write' },
  causal: { glyph: '◕', title: 'sequential or causal', explanation: 'nobody sees an effect before its cause' },
  weak: {
    glyph: '◔',
    title: 'guarantees of a session, or eventual',
    explanation: 'a client by itself is told nothing odd, or copies agree in the end'
  },
  none: { glyph: '✗', title: 'none held', explanation: 'some run violated even the weakest model' },
  open: { glyph: '~', title: 'undecided', explanation: 'the bounds did not allow to tell' }
}

/** The strongest models held as a phrase: "at least" where a stronger one could not be decided, "none" where every one is violated. */
export function describeStrongest({ verdicts, error }: Pick<ExploredCell, 'verdicts' | 'error'>): string {
  if (error !== null) return 'not run'
  const [first, ...rest] = strongestHeld(verdicts)
  const open = verdicts.some(({ verdict }) => verdict === 'undecided')
  if (first === undefined) return open ? 'undecided' : 'none'
  return `${open ? '≥ ' : ''}${first}${rest.length > 0 ? ` +${rest.length}` : ''}`
}

/** "Stale reads: 4.2 % of 812; WARS predicts 5 %": measured beside what the links' delays make one expect (Bailis et al. 2012). */
export function stalenessText({ reads, stale, predicted }: CellStaleness): string {
  const percent = (count: number): string => `${Number(((100 * count) / reads).toPrecision(2))} %`
  const wars = predicted === null ? '' : `; WARS predicts ${percent(predicted)} from the links’ delays, without repairs`
  return `Stale reads: ${percent(stale)} of ${reads.toLocaleString('en')}${wars}`
}
