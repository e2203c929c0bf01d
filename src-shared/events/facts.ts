/** How protocols declare what they alone tell: each kind of fact once, and everything that reads the stream derives from that. */
import type { z } from 'zod'
import type { NodeId } from '../ids'
import { replicaName } from '../replica'
import { compileCheck } from './compile-check'
import type { Check } from './compile-check'
import type { EventBody, FactEvent, Stamp } from './kernel'

/**
 * `event`: seldom; kept like a role or a fault. `gauge`: frequent, and only the newest of a node counts. `mark`: frequent, each one
 * a detail of its own; the first to be let go of.
 */
export type FactVolume = 'event' | 'gauge' | 'mark'

export interface FactOptions<Name extends string, Data> {
  /** Unique among all facts. */
  readonly name: Name
  readonly volume: FactVolume
  /** Read again when a run is over, by metrics and charts: it is kept although it is frequent. Absent: only if it is seldom. */
  readonly kept?: true
  /** What `data` must be; recordings are held against it. */
  readonly fields: z.ZodType<Data>
  /** One sentence. The event's node is named as its replica is. */
  readonly text: (data: Immutable<Data>, event: FactEvent) => string
  /** What it means to its node, in a few words, for exports that show each node's moments; absent: nothing worth showing there. */
  readonly moment?: (data: Immutable<Data>) => string
}

export type Immutable<T> = { readonly [Field in keyof T]: Immutable<T[Field]> }

/** A declared kind of fact: makes its events, and tells them from others. */
export class Fact<Name extends string = string, Data = unknown> {
  readonly name: Name
  readonly volume: FactVolume
  /** Stays in what a run keeps for the time after it. */
  readonly is_kept: boolean
  /** What its data must be. */
  readonly fields: z.ZodType<Data>
  private readonly fitsFields: Check

  constructor(private readonly options: FactOptions<Name, Data>) {
    this.name = options.name
    this.volume = options.volume
    this.fields = options.fields
    this.is_kept = options.kept ?? options.volume === 'event'
    this.fitsFields = compileCheck(options.fields)
  }

  /** An event that tells it. Nothing is checked: protocols emit many of them. */
  of(node: NodeId, data: Immutable<Data>): FactEvent<Name, Immutable<Data>> {
    return { kind: 'fact', fact: this.name, node, data }
  }

  /** Whether the event tells this fact. */
  is<Event extends EventBody>(event: Event): event is Event & FactEvent<Name, Immutable<Data>> {
    // Facts alone have such a field: one look instead of two, since much of a run's time goes into telling events apart.
    return (event as Partial<FactEvent>).fact === this.name
  }

  /** Whether data that anybody may have written is what this fact carries. */
  fits(data: unknown): boolean {
    return this.fitsFields(data)
  }

  /** The event as one sentence. */
  textOf(event: FactEvent): string {
    return this.options.text(event.data as Immutable<Data>, { ...event, node: replicaName(event) })
  }

  /** The event in a few words; null: not worth showing among its node's moments. */
  momentOf(event: FactEvent): string | null {
    return this.options.moment?.(event.data as Immutable<Data>) ?? null
  }
}

/** Any declared fact, for those who handle all alike. */
export type AnyFact = Pick<Fact, 'name' | 'volume' | 'is_kept' | 'fields' | 'fits' | 'textOf' | 'momentOf'>

export function declareFact<Name extends string, Data>(options: FactOptions<Name, Data>): Fact<Name, Data> {
  return new Fact(options)
}

/** The event of a run that tells the fact: `FactOf<typeof Commit>`. */
export type FactOf<F> = F extends Fact<infer Name, infer Data> ? FactEvent<Name, Immutable<Data>> & Stamp : never
