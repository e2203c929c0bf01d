import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Accepted } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

interface Chosen {
  readonly yes: boolean
  readonly seq: number
}

/** Paxos Commit: of each participant's vote one value at most is ever accepted by a majority of acceptors in one ballot. */
export class ChosenOnce implements LiveInvariant {
  readonly name = 'chosen-once'
  readonly reads = [Accepted.name]
  /** Who has accepted, by transaction, participant, ballot and vote. */
  private readonly accepted = new Map<string, Set<NodeId>>()
  /** By transaction and participant. */
  private readonly chosen = new Map<string, Chosen>()

  constructor(private readonly majority: number) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind !== 'fact' || !Accepted.is(event)) return null
    for (const [participant, yes] of Object.entries(event.data.votes)) {
      const found = this.accept(event, participant, yes)
      if (found !== null) return found
    }
    return null
  }

  private accept({ node, seq, data: { transaction, ballot } }: Accepted, participant: NodeId, yes: boolean): Violation | null {
    const name = `${transaction} ${participant} ${ballot} ${yes}`
    const acceptors = this.accepted.get(name) ?? new Set()
    setBounded(this.accepted, name, acceptors.add(node), REMEMBERED_MAX)
    if (acceptors.size < this.majority) return null
    const instance = `${transaction} ${participant}`
    const first = this.chosen.get(instance)
    if (first === undefined) setBounded(this.chosen, instance, { yes, seq }, REMEMBERED_MAX)
    if (first === undefined || first.yes === yes) return null
    const [before, after] = yes ? ['no', 'yes'] : ['yes', 'no']
    return {
      text: `${participant}’s vote on ${transaction} was chosen to be ${before}, and in ballot ${ballot} it is ${after}`,
      events: [first.seq, seq]
    }
  }
}
