/** Folds that a protocol declares: state of its own beside the kernel's, and what of it the kernel's charts, timeline and fault cards show. */
import type { LabEvent } from '../events'
import type { FaultEffect } from '../result'
import type { ClusterFold } from './cluster'
import type { Table } from './table'

/** Moments, as small ticks at the top of every chart and on the timeline. */
export interface DeclaredTicks<State> {
  /** `election`, `elections`. */
  readonly title: string
  readonly titles: string
  times_us(state: State): readonly number[]
}

/** Times of trouble, as bars on the timeline. */
export interface DeclaredSpans<State> {
  /** `no leader`, `times without a leader`. */
  readonly title: string
  readonly titles: string
  /** Whether there can be any in this run. */
  apply(state: State): boolean
  /** Oldest first; `end_us` is null while one lasts. */
  spans(state: State): readonly { readonly start_us: number; readonly end_us: number | null }[]
}

/** Times of background work, shaded across every chart: what clients see of it is read off there. */
export interface DeclaredWork<State> {
  /** `shards move`. */
  readonly title: string
  /** Oldest first, without overlaps; `end_us` is null while one lasts. */
  spans(state: State): readonly { readonly start_us: number; readonly end_us: number | null }[]
}

export interface FoldDeclaration<State extends object> {
  create(): State
  /** The facts, and the kinds of other events, that it is told of. */
  readonly reads: readonly string[]
  /** Called with each event that it reads, after the cluster's state took it in. */
  observe(state: State, event: LabEvent, cluster: ClusterFold): void
  /** Lets go of what rests on events that an old stretch of a recording no longer has. */
  forget?(state: State): void
  readonly ticks?: DeclaredTicks<State>
  readonly spans?: DeclaredSpans<State>
  readonly work?: DeclaredWork<State>
  /** For the card of a fault: what happened from `from_us` to `until_us`, where it began and its effects were over. */
  effects?(state: State, from_us: number, until_us: number): readonly FaultEffect[]
  /** For exports. */
  tables?(state: State): readonly Table[]
}

/** A declared fold, and the way to its state in a run. */
export interface DeclaredFold<State extends object = object> extends FoldDeclaration<State> {
  /** Null: the run's protocol does not declare it. */
  of(run: WithDeclared): State | null
}

/** A declared fold with its state in one run. */
export interface FoldState {
  readonly fold: DeclaredFold
  readonly state: object
}

export interface WithDeclared {
  readonly declared: readonly FoldState[]
}

/** Those that read a fact or a kind of event, by its name. */
export type FoldReaders = ReadonlyMap<string, readonly FoldState[]>

export function readersAmong(declared: readonly FoldState[]): FoldReaders {
  const names = new Set(declared.flatMap(({ fold }) => fold.reads))
  return new Map([...names].map((name) => [name, declared.filter(({ fold }) => fold.reads.includes(name))]))
}

/** Frozen, so that copies of a run's folds share it. */
export function declareFold<State extends object>(declaration: FoldDeclaration<State>): DeclaredFold<State> {
  const fold: DeclaredFold<State> = Object.freeze({
    ...declaration,
    of: ({ declared }: WithDeclared) => (declared.find((one) => one.fold === fold)?.state as State | undefined) ?? null
  })
  return fold
}

/** The moments that a run's protocol ticks, over the whole run. */
export function tickTimes({ declared }: WithDeclared): number[] {
  return declared.flatMap(({ fold, state }) => fold.ticks?.times_us(state) ?? [])
}
