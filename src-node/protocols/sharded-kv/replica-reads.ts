/** Reads that any node of a shard's group answers from what it has applied. */
import type { ClientReply, ClientRequest } from '../contract'
import { age_us } from '../raft/freshness'
import type { RaftState } from '../raft/state'
import type { Core } from './core'
import { shardsOf } from './core'
import { shardMachine } from './shards/machine'

/** What a follower answers by itself; null: nobody asks it to, it leads, or it has heard nothing from a leader for too long. */
export function replicaAnswer({ state, now_us }: Core, raft: RaftState, request: ClientRequest): ClientReply | null {
  if (request.policy !== 'replicas' || raft.leading !== null) return null
  const age = age_us(raft, now_us)
  if (age === null || age > state.settings.replica_age_us) return null
  const answer = shardMachine.read(shardsOf(raft), request.operation, state.switches)
  return answer.status === 'ok' ? { ...answer, age_us: Math.round(age) } : answer
}
