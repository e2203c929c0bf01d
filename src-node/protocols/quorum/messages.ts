/** What the nodes of a quorum cluster say to each other. */
import type { NodeId } from '../../../src-shared/ids'
import type { PlacedHash } from './merkle'
import type { Row } from './version'
import { describeRow } from './version'

/** What carries rows says how old they may be at most: the clock of whoever took them from a client or a disk, at that time. */
interface Carrier {
  readonly as_of_us: number
}

/** What a coordinator asks says what it knows of the members; absent: 0. See taking-part.ts. */
export interface Coordinated {
  /** The newest epoch that it knows. */
  readonly epoch?: number
  /** The one at which the key's range is complete, as far as it knows. */
  readonly complete?: number
  /** The one since which the receiver has been among the range's newest replicas without a break; 0: it is not, or always was. */
  readonly since?: number
}

/** A coordinator's write. `id` names the coordinator's operation and comes back in the answer. */
export interface Store extends Carrier, Coordinated {
  readonly type: 'store'
  readonly id: number
  readonly key: string
  readonly row: Row
}

/** The replica has it on disk. */
export interface Stored {
  readonly type: 'stored'
  readonly id: number
}

export interface Read extends Coordinated {
  readonly type: 'read'
  readonly id: number
  readonly key: string
}

export interface Found {
  readonly type: 'found'
  readonly id: number
  readonly row: Row
}

/** Read repair: the coordinator of a read found this replica behind. */
export interface Repair extends Carrier, Coordinated {
  readonly type: 'repair'
  readonly id: number
  readonly key: string
  readonly row: Row
}

/** The replica has the row with this hash, or what superseded it, on disk. */
export interface Repaired {
  readonly type: 'repaired'
  readonly id: number
  readonly hash: number
}

/** Hinted handoff: a write that this replica missed. */
export interface HandOff extends Carrier {
  readonly type: 'hand-off'
  readonly key: string
  readonly row: Row
}

/** The hint about this key is stored; `hash` tells which row it was. */
export interface HandedOff {
  readonly type: 'handed-off'
  readonly key: string
  readonly hash: number
}

/** Anti-entropy: the sender's hashes of one level of a range's tree. Whoever finds differences answers with what lies below them. */
export interface Tree {
  readonly type: 'tree'
  readonly range: number
  readonly level: number
  readonly hashes: readonly PlacedHash[]
}

/** Anti-entropy: all rows that the sender has below these leaves. */
export interface Rows extends Carrier {
  readonly type: 'rows'
  readonly range: number
  readonly leaves: readonly number[]
  readonly rows: readonly (readonly [key: string, row: Row])[]
  /** The receiver is to send back what the sender lacks. */
  readonly answer: boolean
}

/** A coordinator asks a node beyond the replicas to stand in for one that is silent. */
export interface Hint extends Carrier {
  readonly type: 'hint'
  readonly id: number
  readonly to: NodeId
  readonly key: string
  readonly row: Row
}

/** The stand-in has the hint on disk, and will hand it over. */
export interface Hinted {
  readonly type: 'hinted'
  readonly id: number
}

/** Tombstones that the sender would like to forget, once every replica has them. */
export interface Bury extends Carrier {
  readonly type: 'bury'
  readonly rows: readonly (readonly [key: string, row: Row])[]
}

/** The rows with these hashes, or what superseded them, are on the sender's disk. */
export interface Buried {
  readonly type: 'buried'
  readonly hashes: readonly (readonly [key: string, hash: number])[]
}

/** A node that rebuilds its disk asks for the rows of a range whose keys come after this one. */
export interface Fetch {
  readonly type: 'fetch'
  readonly range: number
  readonly after: string
  /** The newest epoch that it knows, and the one at which the range is complete, as far as it knows; absent: 0. */
  readonly epoch?: number
  readonly complete?: number
}

/** The next rows after that key, in the order of keys. */
export interface Fetched extends Carrier {
  readonly type: 'fetched'
  readonly range: number
  readonly after: string
  readonly rows: readonly (readonly [key: string, row: Row])[]
  /** The sender has no more of the range. */
  readonly is_last: boolean
  /** As they were asked for. */
  readonly epoch?: number
  readonly complete?: number
}

/** How the sender sees the ranges: by range the epoch at which it is complete, and those for which the sender is ready at its epoch. */
export interface Moves {
  readonly type: 'moves'
  readonly epoch: number
  readonly complete: readonly number[]
  readonly ready: readonly number[]
  /** The receiver is to say how it sees them. */
  readonly answer: boolean
}

export type QuorumMessage =
  | Store
  | Stored
  | Read
  | Found
  | Repair
  | Repaired
  | HandOff
  | HandedOff
  | Tree
  | Rows
  | Hint
  | Hinted
  | Bury
  | Buried
  | Fetch
  | Fetched
  | Moves

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: QuorumMessage): string {
  switch (message.type) {
    case 'store':
    case 'repair':
      return `${message.type} #${message.id} ${describeRow(message.key, message.row)}`
    case 'stored':
    case 'repaired':
    case 'hinted':
      return `${message.type} #${message.id}`
    case 'read':
      return `read #${message.id} ${message.key}`
    case 'found':
      return `found #${message.id} ${describeRow('', message.row).trim()}`
    case 'hint':
      return `hint #${message.id} for ${message.to}: ${describeRow(message.key, message.row)}`
    case 'hand-off':
      return `hand-off ${describeRow(message.key, message.row)}`
    case 'handed-off':
      return `handed-off ${message.key}`
    case 'tree':
      return `tree range=${message.range + 1} level=${message.level} hashes=${message.hashes.length}`
    case 'rows':
      return `rows range=${message.range + 1} leaves=${message.leaves.length} rows=${message.rows.length}${message.answer ? ' answer' : ''}`
    case 'bury':
      return `bury ${message.rows.map(([key, row]) => describeRow(key, row)).join('; ')}`
    case 'fetch':
      return `fetch range=${message.range + 1} after=${message.after}`
    case 'fetched':
      return `fetched range=${message.range + 1} rows=${message.rows.length}${message.is_last ? ' last' : ''}`
    case 'moves':
      return `moves epoch=${message.epoch} ready=${message.ready.length}${message.answer ? ' answer' : ''}`
    case 'buried':
      return `buried ${message.hashes.map(([key]) => key).join(', ')}`
  }
}
