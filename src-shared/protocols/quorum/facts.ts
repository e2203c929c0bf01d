/** What nodes that keep versions of keys tell of their disks. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'

const versionMark = z.object({
  /** The client operation that wrote it, as `client:op`. */
  operation: z.string(),
  /** Its coordinator's clock. */
  at_us: z.number(),
  /** Its coordinator's place among the run's nodes, and for vectors which of that one's writes of the key it is. */
  slot: z.number(),
  count: z.number(),
  /** For vectors what its writer had seen; otherwise empty. */
  seen: z.array(z.number()),
  deleted: z.boolean()
})
const rowMark = z.object({ key: z.string(), versions: z.array(versionMark) })
const hintMark = rowMark.extend({ to: z.string() })

/** A version of a key's value without the value. */
export type VersionMark = Immutable<z.infer<typeof versionMark>>
/** All versions that a node keeps of a key. */
export type RowMark = Immutable<z.infer<typeof rowMark>>
/** What a node keeps of a key for a replica that missed it; without versions: nothing any more. */
export type HintMark = Immutable<z.infer<typeof hintMark>>

/** These rows of the node are on its disk as they are here; `all`: and no others. */
export const Versions = declareFact({
  name: 'versions',
  volume: 'mark',
  fields: z.object({ rows: z.array(rowMark), all: z.boolean() }),
  text: ({ rows }, { node }) => `${node} has ${listOf(rows.map(({ key }) => key))} on its disk.`
})

/** These hints of the node are on its disk as they are here; `all`: and no others. */
export const Hints = declareFact({
  name: 'hints',
  volume: 'mark',
  fields: z.object({ hints: z.array(hintMark), all: z.boolean() }),
  text: ({ hints }, { node }) => `${node} has ${hints.length === 0 ? 'no hints' : listOf(hints.map(hintText))} on its disk.`
})

/** The node acknowledges a write: `stored_by` have it on disk, and `hinted_by[i]` has a hint on disk that counts for replica `hinted_for[i]`. */
export const WriteAcknowledged = declareFact({
  name: 'write-quorum',
  volume: 'mark',
  fields: z.object({
    operation: z.string(),
    key: z.string(),
    version: versionMark,
    needed: z.number(),
    /** Of the replicas in its coordinator's region; absent: of all replicas. */
    is_local: z.boolean().optional(),
    stored_by: z.array(z.string()),
    hinted_for: z.array(z.string()),
    hinted_by: z.array(z.string())
  }),
  text: ({ operation, stored_by, hinted_for, hinted_by }, { node }) =>
    `${node} acknowledges ${operation}: stored by ${listOf([...stored_by, ...hinted_for.map((replica, i) => `${hinted_by[i]} for ${replica}`)])}.`
})

/** The node answers a read: the replicas whose answers it put together. */
export const ReadAnswered = declareFact({
  name: 'read-quorum',
  volume: 'mark',
  fields: z.object({ operation: z.string(), key: z.string(), answered_by: z.array(z.string()) }),
  text: ({ operation, answered_by }, { node }) => `${node} answers ${operation}: answered by ${listOf(answered_by)}.`
})

/** All replicas of these ranges have them at this epoch, as far as the node knows: those before count no more. */
export const RangesMoved = declareFact({
  name: 'ranges-moved',
  volume: 'event',
  fields: z.object({ ranges: z.array(z.string()), epoch: z.number() }),
  text: ({ ranges }, { node }) =>
    `${node} knows that ${ranges.length === 1 ? 'a range is' : `${ranges.length} ranges are`} where they belong.`
})

/** The node has all of a range that may count, on its disk, and takes part in it as a replica of this epoch. */
export const RangeReady = declareFact({
  name: 'range-ready',
  volume: 'mark',
  fields: z.object({ range: z.string(), epoch: z.number(), rows: z.number(), bytes: z.number() }),
  text: ({ range, rows, bytes }, { node }) =>
    `${node} has the range that begins at ${range}: ${rows} ${rows === 1 ? 'row' : 'rows'}, ${bytes} bytes fetched.`
})

/** The node has sent a part of a range to one that fetches it, as it may at this rate (0: as fast as it can). */
export const ChunkSent = declareFact({
  name: 'chunk-sent',
  volume: 'mark',
  fields: z.object({ range: z.string(), to: z.string(), rows: z.number(), bytes: z.number(), limit_bytes_s: z.number() }),
  text: ({ range, to, rows, bytes }, { node }) =>
    `${node} sends ${to} ${rows} ${rows === 1 ? 'row' : 'rows'}, ${bytes} bytes, of the range that begins at ${range}.`
})

/** The node keeps these keys no more: other nodes have them. */
export const RowsReleased = declareFact({
  name: 'rows-released',
  volume: 'event',
  fields: z.object({ keys: z.array(z.string()) }),
  text: ({ keys }, { node }) => `${node} releases ${listOf(keys)}: other nodes keep them now.`
})

/** Of the keys that one message brought. */
export const KEYS_TOLD_MAX = 32

/** A key and the leaf of its range's hash tree that it is below. */
const placedKey = z.object({ key: z.string(), leaf: z.number() })

/** The node has found by hash trees what it and `peer` differ in: below which places of each level, from the root's on. */
export const TreesDiffer = declareFact({
  name: 'trees-differ',
  volume: 'mark',
  fields: z.object({
    peer: z.string(),
    /** Of the run's, from 0. */
    range: z.number(),
    /** Children of a tree's node. */
    branches: z.number(),
    /** Of each level the places that were compared, and those of them that differ. */
    levels: z.array(z.object({ compared: z.array(z.number()), differing: z.array(z.number()) }))
  }),
  text: ({ peer, range, levels }, { node }) =>
    `${node} and ${peer} differ in ${leavesText(levels.at(-1)?.differing.length ?? 0)} of range ${range + 1}.`
})

/** What lies below leaves that differed came from `peer`: the node takes in what it lacked, and sends back what `peer` lacks. */
export const LeavesExchanged = declareFact({
  name: 'leaves-exchanged',
  volume: 'mark',
  fields: z.object({
    peer: z.string(),
    range: z.number(),
    /** The first {@link KEYS_TOLD_MAX}, and how many in all. */
    taken: z.array(placedKey),
    taken_count: z.number(),
    sent: z.array(placedKey),
    sent_count: z.number()
  }),
  text: ({ peer, range, taken_count, sent_count }, { node }) =>
    `${node} takes ${counted(taken_count, 'key')} of range ${range + 1} from ${peer} and sends ${sent_count} back.`
})

export type PlacedKey = Immutable<z.infer<typeof placedKey>>
export type TreesDiffer = FactOf<typeof TreesDiffer>
export type LeavesExchanged = FactOf<typeof LeavesExchanged>
export type Versions = FactOf<typeof Versions>
export type Hints = FactOf<typeof Hints>
export type WriteAcknowledged = FactOf<typeof WriteAcknowledged>

export const QUORUM_FACTS = [
  Versions,
  Hints,
  WriteAcknowledged,
  ReadAnswered,
  RangesMoved,
  RangeReady,
  ChunkSent,
  RowsReleased,
  TreesDiffer,
  LeavesExchanged
]

function hintText({ key, to, versions }: HintMark): string {
  return versions.length === 0 ? `no more hint about ${key} for ${to}` : `a hint about ${key} for ${to}`
}

function leavesText(count: number): string {
  return `${count} ${count === 1 ? 'leaf' : 'leaves'}`
}
