/** What every protocol says of itself, one line each; its state machine is listed in `src-node/protocols/registry`. */
import type { ProtocolDescription } from '../description/protocol-description'
import type { AnyFact } from '../events'
import { description as leaderFollower } from './leader-follower/description'
import { description as multiLeader } from './multi-leader/description'
import { MULTI_LEADER_FACTS } from './multi-leader/facts'
import { description as quorum } from './quorum/description'
import { QUORUM_FACTS } from './quorum/facts'
import { description as raft } from './raft/description'
import { LOG_FACTS } from './replicated-log/facts'

export interface DeclaredProtocol {
  readonly description: ProtocolDescription
  readonly facts: readonly AnyFact[]
}

export const declaredProtocols: readonly DeclaredProtocol[] = [
  { description: raft, facts: LOG_FACTS },
  { description: leaderFollower, facts: LOG_FACTS },
  { description: quorum, facts: QUORUM_FACTS },
  { description: multiLeader, facts: MULTI_LEADER_FACTS }
]

const FACTS: ReadonlyMap<string, AnyFact> = new Map(
  declaredProtocols.flatMap(({ facts }) => facts.map((fact) => [fact.name, fact] as const))
)

/** The declaration of a fact by its name; undefined: this version knows none. */
export function factNamed(name: string): AnyFact | undefined {
  return FACTS.get(name)
}
