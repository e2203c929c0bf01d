/** What a protocol shows in the inspector, by kind. The screen has a ready-made component for each kind but `own`. */
import type { Beliefs } from './beliefs'
import type { Headline } from './headline'
import type { Holding } from './holdings'
import type { Distributions, HashTree, PartsTable, PeerPosition } from './pictures'
import type { Story } from './story'
import type { RunFold } from '../folds/run'
import type { NodeId } from '../ids'

/** A name and its value. */
export type Line = readonly [name: string, value: string]

export interface PanelRow {
  /** One for each column. */
  readonly cells: readonly string[]
  /** Something that a reader should see at once. */
  readonly marked: boolean
}

/** From one moment to another, in a panel of lanes. */
export interface LaneSpan {
  readonly from_us: number
  /** null: it lasts. */
  readonly to_us: number | null
  /** `waits`: hatched, for it holds others up. */
  readonly look: 'works' | 'waits'
  readonly text: string
}

/** Of a node: what it holds, and what else there is to say. `lines` stand among those of the kernel, a `table` under its title below them. */
export type NodePanel =
  | Holding
  | { readonly kind: 'lines'; lines(run: RunFold, node: NodeId): readonly Line[] }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly columns: readonly string[]
      /** The rows to show, at most so many; none: there is no panel. */
      rows(run: RunFold, node: NodeId): { readonly shown: readonly PanelRow[]; readonly more: string | null }
    }
  /** The newest first; none: there is no panel. */
  | { readonly kind: 'hash-trees'; readonly title: string; trees(run: RunFold, node: NodeId): readonly HashTree[] }
  /** None: the node follows nobody's progress, and there is no panel. */
  | { readonly kind: 'peer-positions'; readonly title: string; peers(run: RunFold, node: NodeId): readonly PeerPosition[] }
  /** Values in ms; null: there is no panel. */
  | {
      readonly kind: 'distributions'
      readonly title: string
      /** How to read it. */
      readonly note: string
      of(run: RunFold, node: NodeId): Distributions | null
    }
  /** What changed last at the first of these nodes first; none: there is no panel. */
  | {
      readonly kind: 'parts'
      readonly title: string
      /** How to read it. */
      readonly note: string
      tables(run: RunFold, nodes: readonly NodeId[]): readonly PartsTable[]
    }
  /** Rows of spans over the last seconds; none: there is no panel. */
  | {
      readonly kind: 'lanes'
      readonly title: string
      readonly span_us: number
      lanes(run: RunFold, node: NodeId): readonly { readonly name: string; readonly spans: readonly LaneSpan[] }[]
    }

/** What holds of something, in a word, and since when. */
export interface Claim {
  readonly of: string
  readonly claim: string
  readonly text: string
  /** What does not hold, the first first, each with its moment. */
  readonly failures: readonly { readonly what: string; readonly text: string; readonly t_us: number; readonly seq: number }[]
}

/** Of the run as a whole. `own`: a component of this name in `src-renderer/protocols`. */
export type RunPanel =
  | { readonly kind: 'lines'; lines(run: RunFold): readonly Line[] }
  /** What is claimed of parts of the run so far, and what speaks against more; none: there is no panel. */
  | { readonly kind: 'claims'; readonly title: string; readonly note: string; claims(run: RunFold): readonly Claim[] }
  | { readonly kind: 'own'; readonly name: string }

/** Within a node's circle on the canvas. */
export interface NodeFigure {
  readonly name: string
  readonly title: string
  readonly value: number
}

/** All that a protocol adds to the inspector, to the canvas and to its nodes. */
export interface Panels {
  /** Null while there is nothing to say. Absent: who has which role. */
  readonly headline?: (run: RunFold) => Headline | null
  /** What happens, in sentences, beside what the kernel's events say. */
  readonly story?: Story
  /** What a newcomer is told to try by crashing a node. Absent: nothing in particular. */
  readonly crash_hint?: string
  readonly run: readonly RunPanel[]
  readonly node: readonly NodePanel[]
  /** Absent: the first gauge that the protocol declares. */
  readonly figure?: (run: RunFold, node: NodeId) => NodeFigure
  /** Below its role, and in the heading of its inspector: `term 7`; absent: nothing. */
  readonly caption?: (run: RunFold, node: NodeId) => string
  /** Nodes that take themselves for what they are no more, and what to say of them: `leader of term 3, out of date`. Absent: there are none. */
  readonly outdated?: (run: RunFold) => ReadonlyMap<NodeId, string>
  /** What the node believes of the cluster. Absent: the protocol does not say. */
  readonly beliefs?: (run: RunFold, node: NodeId) => Beliefs | null
  /** Below the circle; absent or null: nothing. */
  readonly tag?: (run: RunFold, node: NodeId) => string | null
}

export const NO_PANELS: Panels = { run: [], node: [] }
