import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/judge'

/** Votes remembered, the newest. */
const VOTES_MAX = 1024

/** A node votes for one candidate in a term at most, over restarts too (Raft §5.2). A vote is told once it is on disk and may leave. */
export class OneVote implements Judge {
  readonly name = 'one-vote'
  /** By `node:term`. */
  private readonly votes = new Map<string, EventOf<'vote'>>()

  judge(event: LabEvent): Violation | null {
    if (event.kind === 'vote') return this.compare(event.node, event.term, event.candidate, event)
    // A candidate votes for itself.
    if (event.kind === 'role' && event.role === 'candidate') return this.compare(event.node, event.term, event.node, event)
    return null
  }

  private compare(node: string, term: number, candidate: string, event: EventOf<'vote'> | EventOf<'role'>): Violation | null {
    const key = `${node}:${term}`
    const known = this.votes.get(key)
    if (known !== undefined && known.candidate !== candidate)
      return { text: `${node} votes for ${known.candidate} and for ${candidate} in term ${term}`, events: [known.seq, event.seq] }
    if (event.kind === 'vote') this.votes.set(key, event)
    if (this.votes.size > VOTES_MAX) this.votes.delete(this.votes.keys().next().value!)
    return null
  }
}
