import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/pbft/description'
import type { LieName } from '../../../src-shared/protocols/pbft/lies'
import type { ClientReply, ClientRequest, Plain } from '../contract'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { SnapshotRow, StateMachine } from '../replicated-log/state-machine'
import type { Certificate, Decided, NewView, PbftMessage, PrePrepare, SignedRequest, StableProof, ViewChange } from './messages'

type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Everything that a node knows. */
export interface PbftState {
  readonly id: NodeId
  readonly nodes: readonly NodeId[]
  readonly settings: Settings
  switches: Switches
  readonly disk: Disk
  /** Its disk is the one that it wrote last: it may vote. */
  readonly takes_part: boolean
  now_us: number
  view: number
  /** `changing`: it has asked for `view`, and takes part in none. */
  phase: 'settled' | 'changing'
  /** The newest word of each node about the view that it wants. */
  readonly changes: Map<NodeId, ViewChange>
  /** How the view began; null: nobody has said, or it is the first. */
  new_view: NewView | null
  /** Above the stable checkpoint, by number. */
  readonly slots: Map<number, Slot>
  /** The primary's next number. */
  next: number
  executed: number
  /** After `executed`: what is committed. */
  machine: StateMachine
  /** The next batch, carried out though it is not committed; null: none is. */
  tentative: Tentative | null
  /** Read-only requests that wait until what was carried out tentatively is decided. */
  reads: readonly ClientRequest[]
  stable: StableProof
  /** The state at the stable checkpoint; null: the node lags, and has not got it. */
  stable_rows: readonly SnapshotRow[] | null
  /** States after own checkpoints that are not stable. */
  readonly checkpoints: Map<number, { readonly digest: string; readonly rows: readonly SnapshotRow[] }>
  /** Who vouches for which state after each number. */
  readonly checkpoint_votes: Map<number, Map<NodeId, { readonly digest: string; readonly signature: string }>>
  /** What clients have asked and nobody has carried out here, oldest first, by `session:sequence`. */
  readonly pending: Map<string, Pending>
  /** How long a request may wait before the next view is asked for. */
  timeout_us: number
  /** For which request, or view, the timer runs; null: it does not. */
  timer_for: string | null
  readonly liar: LiarState
  readonly counters: { refused: number }
}

/** A batch carried out on a copy of the state, so that it can be undone. */
interface Tentative {
  readonly n: number
  readonly digest: string
  readonly requests: readonly SignedRequest[]
  readonly machine: StateMachine
  /** To each request. */
  readonly answers: readonly ClientReply[]
}

interface Disk extends DurableEvents {
  /** Records of this boot that are on disk. */
  durable: number
}

/** What a liar keeps in mind. */
interface LiarState {
  /** What it does at the moment; null: it is honest. */
  lie: LieName | null
  /** What it may replay, oldest first. */
  readonly heard: PbftMessage[]
  /** As a slow primary: `waits`: the time has not come; `due`: it may propose once. */
  slowness: 'none' | 'waits' | 'due'
  /** For forged requests. */
  forged: number
  /** With whom it has agreed about what, newest last: two who agree with everybody would go on for ever. */
  readonly agreed: Map<string, true>
  /** The view that it asked for last. */
  accused: number
}

/** A client's request that waits. */
interface Pending {
  readonly request: SignedRequest
  /** To answer. */
  requests: readonly number[]
  readonly since_us: number
}

/** A vote in the newest view of its sender. */
export type Vote = { readonly view: number; readonly digest: string; readonly signature: string }

/** What a node knows of a number. */
export interface Slot {
  readonly n: number
  /** The newest proposal that it has taken. */
  pre_prepare: PrePrepare | null
  readonly prepares: Map<NodeId, Vote>
  readonly commits: Map<NodeId, Vote>
  /** Of the newest view in which it was. */
  prepared: Certificate | null
  committed: Decided | null
  /** When the proposal came. */
  since_us: number
}

/** What goes to the write-ahead log. */
export type PbftRecord =
  | { readonly kind: 'view'; readonly view: number; readonly phase: PbftState['phase']; readonly new_view: NewView | null }
  | { readonly kind: 'pre-prepared'; readonly pre_prepare: PrePrepare }
  | { readonly kind: 'prepared'; readonly certificate: Certificate }
  | { readonly kind: 'committed'; readonly decided: Decided }

export type PbftSnapshot = {
  readonly stable: StableProof
  readonly rows: readonly SnapshotRow[]
  readonly [field: string]: Plain | undefined
}
