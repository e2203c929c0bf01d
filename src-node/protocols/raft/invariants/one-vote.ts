import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'

/** Votes remembered, the newest. */
const VOTES_MAX = 1024

/** A node votes for one candidate in a term at most, over restarts too (Raft §5.2). A vote is told once it is on disk and may leave. */
export class OneVote implements Judge {
  readonly name = 'one-vote'
  /** By `node:term`. */
  private readonly votes = new Map<string, EventOf<'vote'>>()

  judge(event: LabEvent): Violation | null {
    if (event.kind !== 'vote') return null
    const { node, term, candidate } = event
    const key = `${node}:${term}`
    const known = this.votes.get(key)
    if (known !== undefined && known.candidate !== candidate)
      return { text: `${node} votes for ${known.candidate} and for ${candidate} in term ${term}`, events: [known.seq, event.seq] }
    this.votes.set(key, event)
    if (this.votes.size > VOTES_MAX) this.votes.delete(this.votes.keys().next().value!)
    return null
  }
}
