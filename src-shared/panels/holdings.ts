/** What a replica holds, by kind of picture: on its node as far as there is room, and whole in the inspector. */
import type { RunFold } from '../folds/run'
import type { NodeId } from '../ids'
import type { ReplicaKey } from '../replica'

/** A timer that runs down, in run time. */
export interface Countdown {
  readonly from_us: number
  /** Before this it does not run out. */
  readonly earliest_us: number
  /** By then it has; as `earliest_us` where the moment is known. */
  readonly latest_us: number
  /** The longest that any such timer runs. */
  readonly longest_us: number
}

/** Answers as they come in, and how many it takes. */
export interface Ticks {
  readonly marks: readonly { readonly name: string; readonly state: 'yes' | 'no' | 'open' }[]
  readonly needed: number
  /** All of it in words. */
  readonly text: string
}

/** One entry of a replica's log. */
export interface LogCell {
  readonly index: number
  /** What its colour stands for: entries of one leadership have one. */
  readonly term: number
  /** Equal for entries that hold the same; absent: the term says it. */
  readonly identity?: number
  readonly committed: boolean
  readonly applied: boolean
  /** Another entry stands in its place in the leader's log, or none. */
  readonly doomed: boolean
  /** All of it in words. */
  readonly text: string
}

/** What a node keeps under a key: several versions stand beside each other where none replaces another. */
export interface HeldRow {
  readonly key: string
  readonly versions: readonly HeldVersion[]
}

export interface HeldVersion {
  readonly text: string
  /** Its version vector, or whatever else tells it from others; null: the text is all there is. */
  readonly version: string | null
}

/** A part of a circle that all nodes share, clockwise from the top; from 0 to 1. */
export interface HeldPart {
  readonly from: number
  readonly to: number
  /** Whose it is: the place of that node, or group, in the palette. */
  readonly place: number
  /** `in-doubt`: something there waits for a decision; `wrong`: it is believed, and not so; `unknown`: it is so, and not known of. */
  readonly state: 'held' | 'in-doubt' | 'leaving' | 'arriving' | 'wrong' | 'unknown'
  /** Of one that leaves or arrives, what has been copied; from 0 to 1. */
  readonly share: number
  /** Things that it stands for. */
  readonly count: number
}

export type Holding =
  /** A ring around the node. */
  | {
      readonly kind: 'timer'
      readonly title: string
      /** Null: none runs, or nothing is known of it. */
      of(run: RunFold, replica: ReplicaKey): Countdown | null
      /** How it stands, in words. */
      text(run: RunFold, replica: ReplicaKey): string
    }
  /** Null: nobody is asked. */
  | { readonly kind: 'ticks'; readonly title: string; of(run: RunFold, replica: ReplicaKey): Ticks | null }
  /** The newest entries of the replica's log, oldest first; the inspector lays those of all nodes beside each other. */
  | {
      readonly kind: 'log'
      readonly title: string
      /** At most `most` of them. */
      cells(run: RunFold, replica: ReplicaKey, most: number): readonly LogCell[]
      /** What stands before the first of them: "snapshot up to 120"; null: nothing. */
      before(run: RunFold, replica: ReplicaKey): string | null
    }
  /** A ring around the node: what it holds of what is divided among all. */
  | {
      readonly kind: 'ring'
      readonly title: string
      /** What its arcs mean. */
      readonly legend: string
      parts(run: RunFold, node: NodeId): readonly HeldPart[]
      /** All of it in words; null: nothing to say. */
      text(run: RunFold, node: NodeId): string | null
    }
  /** Rows by key, what changed last first; the inspector lays those of all nodes beside each other. */
  | {
      readonly kind: 'rows'
      readonly title: string
      rows(run: RunFold, node: NodeId): readonly HeldRow[]
      /** On the node, in few words: `12 keys`; null: nothing. */
      summary(run: RunFold, node: NodeId): string | null
    }

/** The declared holding of a kind, if there is one. */
export function holdingOf<Kind extends Holding['kind']>(
  panels: readonly { readonly kind: string }[],
  kind: Kind
): Extract<Holding, { kind: Kind }> | undefined {
  return panels.find((panel) => panel.kind === kind) as Extract<Holding, { kind: Kind }> | undefined
}
