/** The protocols' state machines, each a part of the bundle of its own that is loaded when a run needs it: a node's process loads its own alone. */
import type { Protocol } from './contract'
import { withLiars } from './kit/lying/with-liars'
import { raft } from './raft'
import { lying as raftLying } from './raft/lying'

/** By name, as in `registry.ts`. The first run's is there without waiting. */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  raft: async () => withLiars(raft as unknown as Protocol, raftLying),
  'clock-sync': async () => (await import('./clock-sync')).clockSync,
  clocks: async () => (await import('./clocks')).clocks,
  'hlc-kv': async () => (await import('./hlc-kv')).hlcKv,
  'leader-follower': async () => {
    const { leaderFollower } = await import('./leader-follower')
    const { lying } = await import('./leader-follower/lying')
    return withLiars(leaderFollower as unknown as Protocol, lying)
  },
  'multi-leader': async () => (await import('./multi-leader')).multiLeader,
  quorum: async () => (await import('./quorum')).quorum,
  'replicated-commit': async () => (await import('./replicated-commit')).replicatedCommit,
  saga: async () => (await import('./saga')).saga,
  services: async () => (await import('./services')).services,
  'sharded-kv': async () => (await import('./sharded-kv')).shardedKv,
  'spanner-kv': async () => (await import('./spanner-kv')).spannerKv,
  'atomic-commit': async () => (await import('./atomic-commit')).atomicCommit,
  paxos: async () => (await import('./paxos')).paxos,
  'multi-paxos': async () => {
    const { multiPaxos } = await import('./multi-paxos')
    const { lying } = await import('./multi-paxos/lying')
    return withLiars(multiPaxos as unknown as Protocol, lying)
  },
  'viewstamped-replication': async () => (await import('./viewstamped-replication')).viewstampedReplication,
  pbft: async () => (await import('./pbft')).pbft,
  'ben-or': async () => (await import('./ben-or')).benOr,
  membership: async () => (await import('./membership')).membership,
  gossip: async () => (await import('./gossip')).gossip
}

/** Rejects with an error that names the known ones, or where the part cannot be fetched. One that is not above comes with all others. */
export async function loadProtocol(name: string): Promise<Protocol> {
  const load = LOADERS[name] ?? (async () => (await import('./registry')).findProtocol(name))
  return (await load()) as Protocol
}
