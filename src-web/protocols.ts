/** The protocols' state machines, each a part of the bundle of its own that is loaded when a run needs it. */
import type { Protocol } from '../src-node/protocols/contract'
import { withLiars } from '../src-node/protocols/kit/lying/with-liars'
import { raft } from '../src-node/protocols/raft'
import { lying as raftLying } from '../src-node/protocols/raft/lying'

/** By name, as in `src-node/protocols/registry`. The first run's is there without waiting. */
const LOADERS: Readonly<Record<string, () => Promise<unknown>>> = {
  raft: async () => withLiars(raft as unknown as Protocol, raftLying),
  'clock-sync': async () => (await import('../src-node/protocols/clock-sync')).clockSync,
  clocks: async () => (await import('../src-node/protocols/clocks')).clocks,
  'hlc-kv': async () => (await import('../src-node/protocols/hlc-kv')).hlcKv,
  'leader-follower': async () => {
    const { leaderFollower } = await import('../src-node/protocols/leader-follower')
    const { lying } = await import('../src-node/protocols/leader-follower/lying')
    return withLiars(leaderFollower as unknown as Protocol, lying)
  },
  'multi-leader': async () => (await import('../src-node/protocols/multi-leader')).multiLeader,
  quorum: async () => (await import('../src-node/protocols/quorum')).quorum,
  'replicated-commit': async () => (await import('../src-node/protocols/replicated-commit')).replicatedCommit,
  saga: async () => (await import('../src-node/protocols/saga')).saga,
  services: async () => (await import('../src-node/protocols/services')).services,
  'sharded-kv': async () => (await import('../src-node/protocols/sharded-kv')).shardedKv,
  'spanner-kv': async () => (await import('../src-node/protocols/spanner-kv')).spannerKv,
  'atomic-commit': async () => (await import('../src-node/protocols/atomic-commit')).atomicCommit,
  paxos: async () => (await import('../src-node/protocols/paxos')).paxos,
  'multi-paxos': async () => {
    const { multiPaxos } = await import('../src-node/protocols/multi-paxos')
    const { lying } = await import('../src-node/protocols/multi-paxos/lying')
    return withLiars(multiPaxos as unknown as Protocol, lying)
  },
  'viewstamped-replication': async () => (await import('../src-node/protocols/viewstamped-replication')).viewstampedReplication,
  pbft: async () => (await import('../src-node/protocols/pbft')).pbft,
  'ben-or': async () => (await import('../src-node/protocols/ben-or')).benOr,
  membership: async () => (await import('../src-node/protocols/membership')).membership,
  gossip: async () => (await import('../src-node/protocols/gossip')).gossip
}

/** Rejects with an error that names the known ones, or where the part cannot be fetched. One that is not above comes with all others. */
export async function loadProtocol(name: string): Promise<Protocol> {
  const load = LOADERS[name] ?? (async () => (await import('../src-node/protocols/registry')).findProtocol(name))
  return (await load()) as Protocol
}
