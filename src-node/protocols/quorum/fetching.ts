/** A node fetches a range from others in chunks, in the order of keys: to rebuild a lost disk, or because the range moves here. */
import type { NodeId } from '../../../src-shared/ids'
import { send } from '../kit/core'
import type { Core } from './core'
import { mergeRow } from './core'
import { isLate } from './carry-limit'
import type { Fetched } from './messages'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { Progress, QuorumState } from './state'
import { bytesOf } from './store'
import { mergeRows } from './version'
import { epochOf } from './views'

export function newProgress(): Progress {
  return { cursors: new Map(), rows: new Map(), bytes: 0 }
}

/** Ranges that one node is asked for at once: more would wait at its end of the link, in front of all else. */
const RANGES_AT_ONCE = 4

/** Asks for what is missing, again where no answer came: each time for others first, since some node may not have all of them yet. */
export function askForRanges(core: Core, ranges: ReadonlyMap<number, Progress>): void {
  const { state } = core
  const first = (state.fetch_turn++ * RANGES_AT_ONCE) % Math.max(1, ranges.size)
  const asked = new Map<NodeId, number>()
  for (const [range, { cursors }] of [...[...ranges].slice(first), ...[...ranges].slice(0, first)]) {
    for (const source of othersOf(state, range)) {
      const after = cursors.has(source) ? cursors.get(source)! : ''
      const count = asked.get(source) ?? 0
      if (after === null || count === RANGES_AT_ONCE) continue
      asked.set(source, count + 1)
      cursors.set(source, after)
      ask(core, source, range, after)
    }
  }
}

/** One chunk less is to come from the node: asks it for ranges that it was not asked for yet. */
export function askForMore(core: Core, source: NodeId, ranges: ReadonlyMap<number, Progress>): void {
  let open = 0
  for (const { cursors } of ranges.values()) if ((cursors.get(source) ?? null) !== null) open++
  for (const [range, { cursors }] of ranges) {
    if (open >= RANGES_AT_ONCE) return
    if (cursors.has(source) || !othersOf(core.state, range).includes(source)) continue
    cursors.set(source, '')
    ask(core, source, range, '')
    open++
  }
}

/** Keeps a chunk by itself; answers whether the sender has no more of the range. */
export function takeFetched(core: Core, from: NodeId, message: Fetched): boolean {
  const { state } = core
  const { range, after, rows, is_last, epoch = 0, complete = 0 } = message
  if (epoch !== epochOf(state) || complete !== state.complete[range]) return false
  const progress = state.rebuilding.get(range) ?? state.moving.get(range)
  if (progress?.cursors.get(from) !== after || isLate(core, from, message)) return false
  const bytes = bytesOf(rows)
  progress.bytes += bytes
  state.counters.rows_fetched += rows.length
  state.counters.bytes_fetched += bytes
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
