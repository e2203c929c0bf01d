/** Whether something that came over the network is a Raft message: the checksum vouches for its bytes, not for its sender. */
import type { RaftMessage } from './messages'

type Fields = Readonly<Record<string, 'count' | 'boolean' | 'list' | 'membership'>>

const FIELDS: Readonly<Record<RaftMessage['type'], Fields>> = {
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

/** All scalar fields are there and of their kind. Entries and rows are taken on trust: only a leader of the term sends them. */
export function isWellFormed(message: RaftMessage): boolean {
  const fields = FIELDS[message.type]
  if (fields === undefined) return false
  const values = message as unknown as Record<string, unknown>
  for (const name in fields) {
    const value = values[name]
    switch (fields[name]!) {
      case 'count':
        if (!Number.isSafeInteger(value) || (value as number) < 0) return false
        break
      case 'boolean':
        if (typeof value !== 'boolean') return false
        break
      case 'list':
        if (!Array.isArray(value)) return false
        break
      case 'membership':
        if (!Array.isArray((value as { voters?: unknown } | null | undefined)?.voters)) return false
        break
    }
  }
  return true
}
