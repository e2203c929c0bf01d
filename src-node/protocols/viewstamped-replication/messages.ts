/** What nodes say to each other (Liskov and Cowling 2012, §4 and §5). */
import type { Plain } from '../contract'
import type { Entry } from '../replicated-log/entry'

/** The primary's requests, one after the other, and up to where everything is committed. */
export interface Prepare {
  readonly type: 'prepare'
  readonly view: number
  readonly entries: readonly Entry[]
  readonly commit: number
}

/** The sender has the view's log up to `op`. */
export interface PrepareOk {
  readonly type: 'prepare-ok'
  readonly view: number
  readonly op: number
}

/** The primary's sign of life: its log goes up to `op`. */
export interface Commit {
  readonly type: 'commit'
  readonly view: number
  readonly op: number
  readonly commit: number
}

export interface StartViewChange {
  readonly type: 'start-view-change'
  readonly view: number
}

/** To the next primary: the sender's log after its commit-number, and of which view that is. */
export interface DoViewChange {
  readonly type: 'do-view-change'
  readonly view: number
  readonly last_normal: number
  readonly commit: number
  readonly entries: readonly Entry[]
}

/** The view has begun, with these requests after `after`. */
export interface StartView {
  readonly type: 'start-view'
  readonly view: number
  readonly after: number
  readonly entries: readonly Entry[]
  readonly commit: number
}

/** The sender has lost its log; it was in this view. */
export interface Recovery_ {
  readonly type: 'recovery'
  readonly nonce: number
  readonly view: number
}

export interface RecoveryResponse {
  readonly type: 'recovery-response'
  readonly nonce: number
  readonly view: number
  /** From the view's primary: its op-number; null: the sender is another. */
  readonly op: number | null
}

/** The sender has everything up to `op`, and asks for what follows. */
export interface GetState {
  readonly type: 'get-state'
  readonly view: number
  readonly op: number
  /** The checkpoint that is arriving, and how many of its rows are here; 0: none. */
  readonly checkpoint: number
  readonly offset: number
}

/** Requests that follow, up to `last` if they all fit. */
export interface NewState {
  readonly type: 'new-state'
  /** The view whose log it is; 0: only what is committed. */
  readonly view: number
  readonly entries: readonly Entry[]
  readonly commit: number
  readonly last: number
}

/** One piece of a checkpoint. */
export interface CheckpointPiece {
  readonly type: 'checkpoint'
  readonly index: number
  readonly term: number
  readonly offset: number
  readonly rows: readonly Plain[]
  readonly done: boolean
}

export type ViewstampedMessage =
  | Prepare
  | PrepareOk
  | Commit
  | StartViewChange
  | DoViewChange
  | StartView
  | Recovery_
  | RecoveryResponse
  | GetState
  | NewState
  | CheckpointPiece

export function describeMessage(message: ViewstampedMessage): string {
  switch (message.type) {
    case 'prepare':
      return `prepare view=${message.view} ${entriesText(message.entries)} commit=${message.commit}`
    case 'prepare-ok':
      return `prepare-ok view=${message.view} op=${message.op}`
    case 'commit':
      return `commit view=${message.view} op=${message.op} commit=${message.commit}`
    case 'start-view-change':
      return `start-view-change ${message.view}`
    case 'do-view-change': {
      const { view, last_normal, commit, entries } = message
      return `do-view-change ${view} last-normal=${last_normal} commit=${commit} ${entriesText(entries)}`
    }
    case 'start-view':
      return `start-view ${message.view} after=${message.after} ${entriesText(message.entries)} commit=${message.commit}`
    case 'recovery':
      return `recovery view=${message.view}`
    case 'recovery-response':
      return `recovery-response view=${message.view}${message.op === null ? '' : ` op=${message.op}`}`
    case 'get-state':
      return `get-state view=${message.view} op=${message.op}${message.checkpoint === 0 ? '' : ` checkpoint=${message.checkpoint} rows=${message.offset}`}`
    case 'new-state':
      return `new-state view=${message.view} ${entriesText(message.entries)} commit=${message.commit} last=${message.last}`
    case 'checkpoint':
      return `checkpoint ${message.index}/${message.term} rows=${message.offset}+${message.rows.length}${message.done ? ' last piece' : ''}`
  }
}

/** `op/view` of each. */
export function entriesText(entries: readonly Entry[]): string {
  return entries.length === 0 ? 'nothing' : entries.map(({ index, term }) => `${index}/${term}`).join(', ')
}
