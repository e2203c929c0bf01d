/**
 * Whether something that came over the network is a message that a correct peer could have sent. A frame's checksum vouches for its
 * bytes, not for its sender: any program on this machine can connect and claim to be a peer. By hand rather than by schema, since
 * followers do it for every entry.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { InstallSnapshot, RaftMessage } from './messages'
import { areEntries, fieldsOf, isCount, isRow } from '../replicated-log/well-formed'

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
    case 'append-entries': {
      const { previous_index: index, previous_term, entries, term } = message
      return areEntries(entries, { index, term: previous_term }, term)
    }
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

function hasFittingRows({ term, index_term, rows }: InstallSnapshot): boolean {
  return index_term <= term && (rows as readonly unknown[]).every(isRow)
}
