/**
 * Anti-entropy: now and then a node compares each range with another replica of it, hash tree by hash tree (Dynamo §4.7), and both
 * exchange what lies below the leaves that differ. Each message says all that its answer needs, so nobody keeps track.
 */
import type { NodeId } from '../../../src-shared/ids'
import { KEYS_TOLD_MAX, LeavesExchanged, TreesDiffer } from '../../../src-shared/protocols/quorum/facts'
import type { PlacedKey } from '../../../src-shared/protocols/quorum/facts'
import { hashText } from '../../../src-shared/protocols/quorum/placement-in-turn'
import { emit, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { sendStored, mergeRow } from './core'
import { isLate } from './carry-limit'
import type { Rows, Tree } from './messages'
import { BRANCHES, childrenOf, LEAF_LEVEL, leafOf, levelOf, pathTo } from './merkle'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { QuorumState } from './state'
import { bytesOf, rowOf } from './store'
import { holds } from './version'
import type { Row } from './version'

/** Rows in one message, but for a leaf that has more. Leaves are sent whole, so that what is left out is found in the next comparison. */
const ROWS_MAX = 500

export function startAntiEntropy(core: Core): void {
  const { anti_entropy_us } = core.state.settings
  if (anti_entropy_us > 0 && core.state.nodes.length > 1) setTimer(core, 'anti-entropy', anti_entropy_us)
}

/** Compares the ranges that it shares with the next node in turn. */
export function onAntiEntropyTimer(core: Core): void {
  const { state } = core
  const { id, nodes, store, down } = state
  const others = nodes.filter((node) => node !== id && !down.has(node))
  const peer = others[state.anti_entropy_turn++ % others.length]
  for (let range = 0; range < store.ranges.length && peer !== undefined; range++) {
    if (!sharesRange(state, peer, range)) continue
    state.counters.ranges_compared++
    const root = levelOf(store.ranges[range]!.leaves, 0)[0]!
    send(core, peer, { type: 'tree', range, level: 0, hashes: [[0, root]] }, 'now')
  }
  startAntiEntropy(core)
}

export function onTree(core: Core, from: NodeId, { range, level, hashes }: Tree): void {
  const { state } = core
  if (!sharesRange(state, from, range)) return
  const { leaves } = state.store.ranges[range]!
  const own = levelOf(leaves, level)
  const differing = hashes.filter(([place, hash]) => own[place] !== hash).map(([place]) => place)
  if (differing.length === 0) return
  if (level < LEAF_LEVEL) {
    return send(core, from, { type: 'tree', range, level: level + 1, hashes: childrenOf(leaves, level, differing) }, 'now')
  }
  const { sent, rows } = firstLeaves(state, range, differing)
  const levels = pathTo(
    hashes.map(([place]) => place),
    differing
  )
  emit(core, TreesDiffer.of(state.id, { peer: from, range, branches: BRANCHES, levels }))
  sendRows(core, from, { type: 'rows', as_of_us: state.now_us, range, leaves: sent, rows, answer: true })
}

export function onRows(core: Core, from: NodeId, message: Rows): void {
  const { state } = core
  const { range, leaves, rows, answer } = message
  if (!sharesRange(state, from, range) || isLate(core, from, message)) return
  const theirs = new Map<string, Row>(rows)
  const taken = [...theirs].filter(([key, row]) => rangeOf(key, state.settings) === range && !holds(rowOf(state.store, key), row))
  if (answer) {
    const lacking = rowsBelow(state, range, leaves).filter(([key, row]) => !holds(theirs.get(key) ?? [], row))
    if (lacking.length > 0)
      sendRows(core, from, { type: 'rows', as_of_us: state.now_us, range, leaves, rows: lacking, answer: false })
    const counts = { taken_count: taken.length, sent_count: lacking.length }
    emit(core, LeavesExchanged.of(state.id, { peer: from, range, taken: placed(taken), sent: placed(lacking), ...counts }))
  }
  for (const [key, row] of taken) mergeRow(core, key, row)
}

/** As they are told. */
function placed(rows: Rows['rows']): PlacedKey[] {
  return rows.slice(0, KEYS_TOLD_MAX).map(([key]) => ({ key, leaf: leafOf(hashText(key)) }))
}

function sendRows(core: Core, to: NodeId, message: Rows): void {
  const { counters } = core.state
  counters.rows_moved += message.rows.length
  counters.bytes_moved += bytesOf(message.rows)
  sendStored(core, to, message)
}

/** The first of these leaves, one at least and no more than fit into a message, and what this node has below them. */
function firstLeaves(state: QuorumState, range: number, leaves: readonly number[]) {
  const by_leaf = new Map<number, (readonly [string, Row])[]>(leaves.map((leaf) => [leaf, []]))
  for (const entry of rowsBelow(state, range, leaves)) by_leaf.get(leafOf(hashText(entry[0])))!.push(entry)
  const [sent, rows]: [number[], (readonly [string, Row])[]] = [[], []]
  for (const [leaf, below] of by_leaf) {
    if (sent.length > 0 && rows.length + below.length > ROWS_MAX) break
    sent.push(leaf)
    rows.push(...below)
  }
  return { sent, rows }
}

/** What this node has below these leaves, in the order of keys. */
function rowsBelow({ store, settings }: QuorumState, range: number, leaves: readonly number[]): (readonly [string, Row])[] {
  const wanted = new Set(leaves)
  const below = [...store.rows].filter(([key]) => rangeOf(key, settings) === range && wanted.has(leafOf(hashText(key))))
  return below.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Whether both keep the range; while it moves, whether they are to keep it and did before: others lack what they should have, or have what they should not. */
function sharesRange({ id, sets }: QuorumState, peer: NodeId, range: number): boolean {
  return sets[range]!.every((set) => set.includes(id) && set.includes(peer))
}
