/** All protocols. Adding one: its own folder, and one line here. */
import type { Protocol } from './contract'
import { withLiars } from './kit/lying/with-liars'
import { clockSync } from './clock-sync'
import { clocks } from './clocks'
import { hlcKv } from './hlc-kv'
import { leaderFollower } from './leader-follower'
import { lying as leaderFollowerLying } from './leader-follower/lying'
import { multiLeader } from './multi-leader'
import { quorum } from './quorum'
import { raft } from './raft'
import { lying as raftLying } from './raft/lying'
import { replicatedCommit } from './replicated-commit'
import { saga } from './saga'
import { services } from './services'
import { shardedKv } from './sharded-kv'
import { spannerKv } from './spanner-kv'
import { atomicCommit } from './atomic-commit'
import { paxos } from './paxos'
import { multiPaxos } from './multi-paxos'
import { lying as multiPaxosLying } from './multi-paxos/lying'
import { viewstampedReplication } from './viewstamped-replication'
import { pbft } from './pbft'
import { benOr } from './ben-or'
import { membership } from './membership'
import { gossip } from './gossip'

/** Drivers treat state, messages, records and snapshots as opaque, so their types are erased here. */
export const protocols: readonly Protocol[] = [
  withLiars(raft as unknown as Protocol, raftLying),
  withLiars(leaderFollower as unknown as Protocol, leaderFollowerLying),
  quorum as unknown as Protocol,
  multiLeader as unknown as Protocol,
  atomicCommit as unknown as Protocol,
  shardedKv as unknown as Protocol,
  clocks as unknown as Protocol,
  services as unknown as Protocol,
  hlcKv as unknown as Protocol,
  clockSync as unknown as Protocol,
  spannerKv as unknown as Protocol,
  saga as unknown as Protocol,
  replicatedCommit as unknown as Protocol,
  paxos as unknown as Protocol,
  withLiars(multiPaxos as unknown as Protocol, multiPaxosLying),
  viewstampedReplication as unknown as Protocol,
  pbft as unknown as Protocol,
  benOr as unknown as Protocol,
  membership as unknown as Protocol,
  gossip as unknown as Protocol
]

/** The protocol of that name. Throws an error that names the known ones. */
export function findProtocol(name: string): Protocol {
  const found = protocols.find((protocol) => protocol.description.name === name)
  if (found === undefined) {
    const known = protocols.map((protocol) => protocol.description.name).join(', ')
    throw new Error(`unknown protocol "${name}"; known: ${known}`)
  }
  return found
}
