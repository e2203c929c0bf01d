/**
 * What a node sends of a range to those who fetch it. It knows the epoch of whoever asks, and answers for as long as it has not released
 * the range. A throttle leaves room for clients: chunk after chunk, each node sends `move_rate_kib` at most, to all others together.
 */
import type { NodeId } from '../../../src-shared/ids'
import { ChunkSent } from '../../../src-shared/protocols/quorum/facts'
import { emit, setTimer } from '../kit/core'
import type { Core } from './core'
import { sendStored } from './core'
import { othersOf } from './fetching'
import type { Fetch, Fetched } from './messages'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { tellStanding } from './standing'
import { bytesOf } from './store'
import { epochOf } from './views'

/** In one message, unless one row is more. */
const CHUNK_BYTES = 16_384
const BYTES_PER_KIB = 1024

export function onFetch(core: Core, from: NodeId, fetch: Fetch): void {
  const { state } = core
  if (state.switches['throttle-ignored']) return sendChunk(core, from, fetch)
  const isNext = state.waiting_fetches.size === 0
  if (isNext && state.now_us >= state.next_chunk_us) return sendChunk(core, from, fetch)
  if (isNext) waitForThrottle(core)
  // Who asks again waits no longer for it.
  state.waiting_fetches.set(`${from} ${fetch.range}`, { from, fetch })
}

export function onThrottleTimer(core: Core): void {
  const { state } = core
  for (const [name, { from, fetch }] of state.waiting_fetches) {
    if (state.now_us < state.next_chunk_us) break
    state.waiting_fetches.delete(name)
    sendChunk(core, from, fetch)
  }
  if (state.waiting_fetches.size > 0) waitForThrottle(core)
}

function waitForThrottle(core: Core): void {
  setTimer(core, 'throttle', Math.max(1, Math.ceil(core.state.next_chunk_us - core.state.now_us)))
}

function sendChunk(core: Core, from: NodeId, { range, after, epoch = 0, complete = 0 }: Fetch): void {
  const { state } = core
  if (epoch > epochOf(state)) return
  // What is looked for may have been released.
  if (state.complete[range]! > complete) return tellStanding(core, from)
  if (state.rebuilding.has(range) || !othersOf(state, range).includes(from)) return
  const { rows, is_last } = chunkOf(core, range, after)
  const fetched = { type: 'fetched', as_of_us: state.now_us, range, after, rows, is_last } as const
  sendStored(core, from, epoch === 0 ? fetched : { ...fetched, epoch, complete })
  if (rows.length > 0) payForChunk(core, from, range, rows)
}

/** The next chunk may go once this one has had its time. */
function payForChunk(core: Core, to: NodeId, range: number, rows: Fetched['rows']): void {
  const { state } = core
  const bytes = bytesOf(rows)
  const limit_bytes_s = state.settings.move_rate_kib * BYTES_PER_KIB
  if (limit_bytes_s > 0) state.next_chunk_us = Math.max(state.now_us, state.next_chunk_us) + (bytes / limit_bytes_s) * 1e6
  const name = state.placement.names[range]!
  emit(core, ChunkSent.of(state.id, { range: name, to, rows: rows.length, bytes, limit_bytes_s }))
}

/** The rows that follow on the key, in the order of keys. */
function chunkOf({ state: { store, settings } }: Core, range: number, after: string): Pick<Fetched, 'rows' | 'is_last'> {
  const below = [...store.rows].filter(([key]) => key > after && rangeOf(key, settings) === range)
  below.sort(([a], [b]) => (a < b ? -1 : 1))
  let count = 0
  for (let bytes = 0; count < below.length; count++) {
    bytes += bytesOf([below[count]!])
    if (count > 0 && bytes > CHUNK_BYTES) break
  }
  return { rows: below.slice(0, count), is_last: count === below.length }
}
