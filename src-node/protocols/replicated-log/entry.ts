/** Log entries: what the leader replicates and every node applies in the same order (Raft §5.3). */
import type { Operation } from '../../../src-shared/operations'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { LogEntryMark } from '../../../src-shared/protocols/replicated-log/facts'
import type { MachineCommand } from './command'
import { isCommand } from './command'
import type { Membership } from './membership'

/** Immutable once made: the same object stands in the log, in messages and in write-ahead log records. */
export type Entry = {
  readonly index: number
  readonly term: number
  /** CRC32C of session, sequence and operation, computed once by the leader that made the entry. */
  readonly digest: number
  /** Empty for the no-op with which a leader opens its term. */
  readonly session: string
  readonly sequence: number
  readonly operation: Operation | MachineCommand | null
  /** Who takes part from this entry on (Raft §6); absent: as before. */
  readonly membership?: Membership
}

/** What an entry costs besides its texts, roughly: numbers, field names and framing. */
const ENTRY_OVERHEAD_BYTES = 64

export function makeEntry(
  index: number,
  term: number,
  session: string,
  sequence: number,
  operation: Operation | MachineCommand
): Entry {
  return { index, term, digest: digestOf(session, sequence, operation), session, sequence, operation }
}

/** The entry with which a new leader finds out what is committed (Raft §8). */
export function makeNoOp(index: number, term: number): Entry {
  return { index, term, digest: 0, session: '', sequence: 0, operation: null }
}

/** The entry that changes who takes part. */
export function makeMembershipEntry(index: number, term: number, membership: Membership): Entry {
  const digest = crc32c(encoder.encode(JSON.stringify(membership)))
  return { index, term, digest, session: '', sequence: 0, operation: null, membership }
}

/** The entry as invariants see it. */
export function markOf(entry: Entry): LogEntryMark {
  const { index, term, digest } = entry
  return entry.operation === null
    ? { index, term, digest }
    : { index, term, digest, operation: `${entry.session}:${entry.sequence}` }
}

/** Size of an entry in bytes as the bounds on batches and uncommitted entries count it: an estimate that is cheap to make. */
export function bytesOf(session: string, operation: Operation | MachineCommand): number {
  if (isCommand(operation)) return ENTRY_OVERHEAD_BYTES + operation.bytes
  const values =
    ('value' in operation ? operation.value.length : 0) + ('expected' in operation ? (operation.expected?.length ?? 0) : 0)
  return ENTRY_OVERHEAD_BYTES + session.length + operation.key.length + values
}

/** {@link bytesOf} for an entry that is already made. */
export function entryBytes(entry: Entry): number {
  return entry.operation === null ? ENTRY_OVERHEAD_BYTES : bytesOf(entry.session, entry.operation)
}

const encoder = new TextEncoder()
const scratch = new Uint8Array(16 * 1024)
const UTF8_BYTES_MAX_PER_UNIT = 3

function digestOf(session: string, sequence: number, operation: Operation | MachineCommand): number {
  if (isCommand(operation)) return crc32c(encoder.encode(`${session}\n${sequence}\n${JSON.stringify(operation.command)}`))
  const value = 'value' in operation ? operation.value : ''
  const expected = 'expected' in operation ? `${operation.expected === null ? '-' : '+'}${operation.expected ?? ''}` : ''
  const text = `${session}\n${sequence}\n${operation.f}\n${operation.key.length}\n${operation.key}${value.length}\n${value}${expected}`
  if (text.length * UTF8_BYTES_MAX_PER_UNIT > scratch.length) return crc32c(encoder.encode(text))
  return crc32c(scratch, 0, encoder.encodeInto(text, scratch).written)
}
