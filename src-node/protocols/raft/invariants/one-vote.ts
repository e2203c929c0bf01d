import type { LabEvent } from '../../../../src-shared/events'
import { Vote } from '../../../../src-shared/protocols/replicated-log/facts'
import type { Violation } from '../../contract'
import type { Judge } from '../../replicated-log/invariants/invariant-runner'

/** Votes remembered, the newest. */
const VOTES_MAX = 1024

/** A node votes for one candidate in a term at most, over restarts too (Raft §5.2). A vote is told once it is on disk and may leave. */
export class OneVote implements Judge {
  readonly name = 'one-vote'
  readonly reads = [Vote.name]
  /** By `node:term`. */
  private readonly votes = new Map<string, Vote>()

  judge(event: LabEvent): Violation | null {
    if (!Vote.is(event)) return null
    const { node, data } = event
    const { term, candidate } = data
    const key = `${node}:${term}`
    const known = this.votes.get(key)
    if (known !== undefined && known.data.candidate !== candidate)
      return {
        text: `${node} votes for ${known.data.candidate} and for ${candidate} in term ${term}`,
        events: [known.seq, event.seq]
      }
    this.votes.set(key, event)
    if (this.votes.size > VOTES_MAX) this.votes.delete(this.votes.keys().next().value!)
    return null
  }
}
