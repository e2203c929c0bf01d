/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import type { ServicesMessage } from './messages'
import type { ServicesRecord, ServicesSnapshot, ServicesState } from './state'

/** work: a worker is done. timeout: of a try. retry, hedge: of a call. breaker: of the node at this place. resolve: for an address. */
export type Timer = `${'work' | 'timeout' | 'retry' | 'hedge' | 'breaker'}:${number}` | 'resolve' | 'bulk'

export type ServicesEffect = Effect<ServicesMessage, ServicesRecord, ServicesSnapshot, Timer>

export interface Core extends KitCore<ServicesState, ServicesMessage, ServicesRecord, ServicesSnapshot, Timer> {
  /** By this node's clock. */
  readonly now_us: number
}

const SNAPSHOT_EVERY_RECORDS = 1000

export function newCore(state: ServicesState, { random, now_us }: Context): Core {
  return { state, random, now_us, effects: [] }
}

/** Numbers work, calls and tries alike. */
export function nextNumber({ state }: Core): number {
  return ++state.counters.numbers
}

const NUMBER_DIGITS = 8

export function spanOf({ span_prefix }: ServicesState, number: number): string {
  return span_prefix + number.toString(16).padStart(NUMBER_DIGITS, '0')
}

/** The number that the span's name was made of; null: another node, or start, made it. */
export function numberOf({ span_prefix }: ServicesState, span: string): number | null {
  return span.startsWith(span_prefix) ? parseInt(span.slice(span_prefix.length), 16) : null
}

export function log(core: Core, record: ServicesRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, ledger, counters } = core.state
  if (disk.since_snapshot < SNAPSHOT_EVERY_RECORDS) return
  disk.since_snapshot = 0
  saveSnapshot(core, { totals: [...ledger.totals], keys: [...ledger.keys.keys()], payments: counters.payments }, [])
}

const encoder = new TextEncoder()

/** Which member of a service an account belongs to, and those that come `places` after it. */
export function memberFor(account: string, members: readonly NodeId[], places: number): NodeId {
  return members[(crc32c(encoder.encode(account)) + places) % members.length]!
}
