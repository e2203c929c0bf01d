/**
 * A node fetches a range from others in chunks, in the order of keys: to rebuild a lost disk, or because the range moves here. Who is asked
 * knows the epoch of whoever asks, and answers for as long as it has not released the range.
 */
import type { NodeId } from '../../../src-shared/ids'
import { send } from '../kit/core'
import type { Core } from './core'
import { mergeRow, sendStored } from './core'
import { isLate } from './carry-limit'
import type { Fetch, Fetched } from './messages'
import { rangeOf } from './placement'
import { tellStanding } from './standing'
import type { Progress, QuorumState } from './state'
import { mergeRows } from './version'
import { epochOf } from './views'

/** Rows in one message. */
const ROWS_MAX = 500

export function newProgress(): Progress {
  return { cursors: new Map(), rows: new Map() }
}

/** Asks for what is missing, again where no answer came. */
export function askForRanges(core: Core, ranges: ReadonlyMap<number, Progress>): void {
  const { state } = core
  for (const [range, { cursors }] of ranges) {
    for (const replica of othersOf(state, range)) {
      const after = cursors.has(replica) ? cursors.get(replica)! : ''
      cursors.set(replica, after)
      if (after !== null) ask(core, replica, range, after)
    }
  }
}

export function onFetch(core: Core, from: NodeId, { range, after, epoch = 0, complete = 0 }: Fetch): void {
  const { state } = core
  const { now_us, rebuilding, settings, store } = state
  if (epoch > epochOf(state)) return
  // What is looked for may have been released.
  if (state.complete[range]! > complete) return tellStanding(core, from)
  if (rebuilding.has(range) || !othersOf(state, range).includes(from)) return
  const below = [...store.rows].filter(([key]) => key > after && rangeOf(key, settings) === range)
  const rows = below.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, ROWS_MAX)
  const is_last = rows.length === below.length
  const fetched = { type: 'fetched', as_of_us: now_us, range, after, rows, is_last } as const
  sendStored(core, from, epoch === 0 ? fetched : { ...fetched, epoch, complete })
}

/** Keeps a chunk by itself; answers whether the sender has no more of the range. */
export function takeFetched(core: Core, from: NodeId, message: Fetched): boolean {
  const { state } = core
  const { range, after, rows, is_last, epoch = 0, complete = 0 } = message
  if (epoch !== epochOf(state) || complete !== state.complete[range]) return false
  const progress = state.rebuilding.get(range) ?? state.moving.get(range)
  if (progress?.cursors.get(from) !== after || isLate(core, from, message)) return false
  for (const [key, row] of rows)
    if (rangeOf(key, state.settings) === range) progress.rows.set(key, mergeRows(progress.rows.get(key) ?? [], row))
  const next = is_last ? null : (rows.at(-1)?.[0] ?? after)
  progress.cursors.set(from, next)
  if (next !== null) ask(core, from, range, next)
  return next === null
}

/** Enough nodes have sent all that they have. What came before may be from nodes that were found not to count any more, and is dropped. */
export function takeIn(core: Core, { rows }: Progress): void {
  for (const [key, row] of rows) mergeRow(core, key, row)
}

/** From how many of these nodes all has come. */
export function fetchedFrom({ cursors }: Progress, nodes: readonly NodeId[]): number {
  return nodes.filter((node) => cursors.get(node) === null).length
}

/** The other nodes that keep the range, if this one does. */
export function othersOf({ id, replicas }: QuorumState, range: number): NodeId[] {
  const keepers = replicas[range]!
  return keepers.includes(id) ? keepers.filter((node) => node !== id) : []
}

function ask(core: Core, to: NodeId, range: number, after: string): void {
  const epoch = epochOf(core.state)
  const fetch = { type: 'fetch', range, after } as const
  send(core, to, epoch === 0 ? fetch : { ...fetch, epoch, complete: core.state.complete[range]! }, 'now')
}
