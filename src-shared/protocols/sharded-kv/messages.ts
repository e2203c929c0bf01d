import { batchOf } from '../../description/messages'
import type { MessageDescription } from '../../description/messages'
import { MESSAGES as SWIM_MESSAGES } from '../membership/messages'
import { MESSAGES as RAFT_MESSAGES } from '../raft/messages'

/** The position of a type is its code on the wire. */
export const MESSAGES = [
  batchOf(RAFT_MESSAGES),
  { name: 'report', kind: 'heartbeat', word: 'report' },
  {
    name: 'orders',
    kind: 'decision',
    word: 'orders',
    empty: { fields: ['map', 'moves', 'changes', 'over'], name: 'no-orders', kind: 'heartbeat', word: 'no orders' }
  },
  { name: 'operate', kind: 'ask', word: 'operator command' },
  { name: 'offer-shard', kind: 'ask', word: 'shard offer' },
  { name: 'shard-part', kind: 'data', word: 'shard part' },
  { name: 'activate-shard', kind: 'decision', word: 'shard hand-over' },
  { name: 'shard-position', kind: 'answer', word: 'shard position' },
  ...SWIM_MESSAGES
] as const satisfies readonly MessageDescription[]
