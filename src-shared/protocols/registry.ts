/** All protocols: what they say of themselves, one line each. State machines are listed in `src-node/protocols/registry`. */
import type { ProtocolDescription } from '../description/protocol-description'
import type { AnyFact } from '../events'
import { NO_PANELS } from '../panels/panel'
import type { ProtocolDefinition } from './definition'
import { clockSync } from './clock-sync'
import { clocks } from './clocks'
import { hlcKv } from './hlc-kv'
import { leaderFollower } from './leader-follower'
import { multiLeader } from './multi-leader'
import { quorum } from './quorum'
import { raft } from './raft'
import { replicatedCommit } from './replicated-commit'
import { saga } from './saga'
import { services } from './services'
import { shardedKv } from './sharded-kv'
import { spannerKv } from './spanner-kv'
import { atomicCommit } from './atomic-commit'
import { paxos } from './paxos'
import { multiPaxos } from './multi-paxos'
import { defineWithLiars } from './lying/with-liars'
import { viewstampedReplication } from './viewstamped-replication'
import { pbft } from './pbft'
import { benOr } from './ben-or'
import { membership } from './membership'
import { gossip } from './gossip'

export const definitions: readonly ProtocolDefinition[] = [
  defineWithLiars(raft),
  defineWithLiars(leaderFollower),
  quorum,
  multiLeader,
  atomicCommit,
  shardedKv,
  clocks,
  services,
  hlcKv,
  clockSync,
  spannerKv,
  saga,
  replicatedCommit,
  paxos,
  defineWithLiars(multiPaxos),
  viewstampedReplication,
  pbft,
  benOr,
  membership,
  gossip
]

/** In the same order. */
export const descriptions: readonly ProtocolDescription[] = definitions.map(({ description }) => description)

const FACTS: ReadonlyMap<string, AnyFact> = new Map(
  definitions.flatMap(({ facts }) => facts.map((fact) => [fact.name, fact] as const))
)

/** What is known of the protocol of this description. Of one that is not registered that is the description alone: it has the kernel's views. */
export function definitionOf(description: ProtocolDescription): ProtocolDefinition {
  return findDefinition(description.name) ?? { description, facts: [], folds: [], charts: [], metrics: [], panels: NO_PANELS }
}

/** The protocol of that name; null: this version does not know it. */
export function findDefinition(name: string): ProtocolDefinition | null {
  return definitions.find(({ description }) => description.name === name) ?? null
}

/** The protocol of that name. Throws an error that names the known ones. */
export function definitionNamed(name: string): ProtocolDefinition {
  const found = findDefinition(name)
  if (found === null) throw new Error(`unknown protocol "${name}"; known: ${descriptions.map((known) => known.name).join(', ')}`)
  return found
}

/** What the protocol of that name says of itself. Throws an error that names the known ones. */
export function descriptionNamed(name: string): ProtocolDescription {
  return definitionNamed(name).description
}

/** The declaration of a fact by its name; undefined: this version knows none. */
export function factNamed(name: string): AnyFact | undefined {
  return FACTS.get(name)
}
