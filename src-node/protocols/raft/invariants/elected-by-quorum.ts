import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Vote } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'
import { SUSPICION_READS, Suspicions } from '../../replicated-log/invariants/suspicions'
import type { ClusterView } from '../../replicated-log/invariants/view'
import { isQuorum, membershipText, votersOf } from '../../replicated-log/membership'

/** Candidacies remembered. */
const CANDIDACIES_MAX = 256

/** Whoever comes to lead has the votes of a quorum of its own configuration, while that is joint of both (Raft §5.2, §6). */
export class ElectedByQuorum implements Judge {
  readonly name = 'elected-by-quorum'
  readonly reads = SUSPICION_READS
  private readonly suspicions = new Suspicions()
  /** Who voted, by `candidate:term`. */
  private readonly votes = new Map<string, Set<NodeId>>()
  /** Votes of terms up to this may be unknown; Infinity: nobody has told of any, or events were missed. */
  private unknown_to_term = Infinity

  judge(event: LabEvent, view: ClusterView): Violation | null {
    const settled = this.suspicions.settle(event)
    if (event.kind === 'gap') this.unknown_to_term = Infinity
    if (Vote.is(event)) this.remember(event)
    if (settled !== null || event.kind !== 'role' || event.role !== 'leader') return settled
    return this.onElection(event, view)
  }

  private remember({ node, data: { candidate, term } }: Vote): void {
    if (this.unknown_to_term === Infinity) this.unknown_to_term = term
    const key = `${candidate}:${term}`
    setBounded(this.votes, key, (this.votes.get(key) ?? new Set()).add(node), CANDIDACIES_MAX)
  }

  private onElection({ node, term = 0, t, seq }: EventOf<'role'>, view: ClusterView): Violation | null {
    const [configuration] = view.configurationsFor(node)
    const { leads } = view.nodes.get(node)!
    if (configuration === undefined || leads || term <= this.unknown_to_term) return null
    const { membership } = configuration
    // Its own vote it tells of once it is on disk.
    const hasVoted = (voter: NodeId): boolean => voter === node || this.votes.get(`${node}:${term}`)?.has(voter) === true
    if (isQuorum(membership, hasVoted)) return null
    // Whoever went down meanwhile may not have told.
    const mayHaveVoted = (voter: NodeId): boolean => hasVoted(voter) || view.nodes.get(voter)?.silent_since !== null
    const others = votersOf(membership).filter((voter) => !mayHaveVoted(voter))
    const voters = votersOf(membership).filter(hasVoted).join(', ') || 'nobody'
    const text = `${node} leads term ${term} with the votes of ${voters} alone, in the configuration ${membershipText(membership)}`
    return this.suspicions.raise({
      t,
      suspects: new Set(others),
      isEnough: (innocent) => isQuorum(membership, (voter) => innocent.has(voter) || mayHaveVoted(voter)),
      isCleared: hasVoted,
      violation: { text, events: [seq] }
    })
  }
}
