/**
 * Whether something that came over the network is a message that a correct peer could have sent. A frame's checksum vouches for its
 * bytes, not for its sender: any program on this machine can connect and claim to be a peer. By hand rather than by schema, since
 * followers do it for every entry.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { AppendEntries, InstallSnapshot, RaftMessage } from './messages'
import { OUTCOMES } from '../replicated-log/sessions'

type Field = 'count' | 'boolean' | 'list' | 'membership'

const FIELDS: Readonly<Record<RaftMessage['type'], Readonly<Record<string, Field>>>> = {
  'pre-vote': { term: 'count', last_index: 'count', last_term: 'count' },
  'pre-vote-reply': { term: 'count', asked_term: 'count', granted: 'boolean' },
  'request-vote': { term: 'count', last_index: 'count', last_term: 'count', forced: 'boolean' },
  'request-vote-reply': { term: 'count', granted: 'boolean' },
  'append-entries': {
    term: 'count',
    previous_index: 'count',
    previous_term: 'count',
    entries: 'list',
    commit: 'count',
    round: 'count'
  },
  'append-entries-reply': {
    term: 'count',
    success: 'boolean',
    index: 'count',
    hint_index: 'count',
    hint_term: 'count',
    round: 'count'
  },
  'install-snapshot': {
    term: 'count',
    index: 'count',
    index_term: 'count',
    membership: 'membership',
    offset: 'count',
    rows: 'list',
    done: 'boolean'
  },
  'install-snapshot-reply': { term: 'count', index: 'count', received: 'count', done: 'boolean' },
  'timeout-now': { term: 'count' }
}

/** `known`: the nodes of the cluster; no others may vote. */
export function isWellFormed(message: RaftMessage, known: readonly NodeId[]): boolean {
  if (!Object.hasOwn(FIELDS, message.type)) return false
  const fields = FIELDS[message.type]
  const values = message as unknown as Record<string, unknown>
  for (const name in fields) if (!isField(values[name], fields[name]!, known)) return false
  switch (message.type) {
    case 'append-entries':
      return hasFittingEntries(message)
    case 'install-snapshot':
      return hasFittingRows(message)
    default:
      return true
  }
}

function isField(value: unknown, field: Field, known: readonly NodeId[]): boolean {
  switch (field) {
    case 'count':
      return isCount(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'membership': {
      const { voters } = fieldsOf(value)
      return Array.isArray(voters) && voters.length > 0 && voters.every((voter) => known.includes(voter as NodeId))
    }
  }
}

/** Entries follow on each other, and none is of a later term than the leader that sends it. */
function hasFittingEntries({ term, previous_index, previous_term, entries }: AppendEntries): boolean {
  let [index, lowest] = [previous_index, previous_term]
  for (const entry of entries as readonly unknown[]) {
    const { index: at, term: of, digest, session, sequence, operation } = fieldsOf(entry)
    if (at !== ++index || !isCount(of) || of < lowest) return false
    if (!isCount(digest) || typeof session !== 'string' || !isCount(sequence) || !isLogged(operation)) return false
    lowest = of
  }
  return lowest <= term
}

/** What a log holds: a write, or nothing (the no-op). */
function isLogged(operation: unknown): boolean {
  if (operation === null) return true
  const { f, key, value, expected } = fieldsOf(operation)
  if (typeof key !== 'string') return false
  switch (f) {
    case 'put':
    case 'append':
      return typeof value === 'string'
    case 'cas':
      return typeof value === 'string' && (expected === null || typeof expected === 'string')
    default:
      return f === 'delete'
  }
}

function hasFittingRows({ term, index_term, rows }: InstallSnapshot): boolean {
  return index_term <= term && (rows as readonly unknown[]).every(isRow)
}

function isRow(row: unknown): boolean {
  if (!Array.isArray(row) || typeof row[1] !== 'string') return false
  const [kind, , value, runs] = row as unknown[]
  if (kind === 'key') return typeof value === 'string'
  return kind === 'session' && isCount(value) && Array.isArray(runs) && runs.length > 0 && runs.every(isRun)
}

function isRun(run: unknown): boolean {
  if (!Array.isArray(run)) return false
  const [first, last, outcome] = run as unknown[]
  return isCount(first) && isCount(last) && first <= last && (OUTCOMES as readonly unknown[]).includes(outcome)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : NO_FIELDS
}
const NO_FIELDS = {}
