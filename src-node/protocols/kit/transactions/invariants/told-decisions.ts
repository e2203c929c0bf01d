import type { Violation } from '../../../contract'
import { setBounded } from '../../bounded'
import { REMEMBERED_MAX } from './remembered'

/** What a member, or a group of them, has told that a transaction comes to. */
export interface Decision {
  readonly who: string
  readonly seq: number
  readonly commit: boolean
}

/** What was first told of each transaction, and who says otherwise. */
export class ToldDecisions {
  private readonly first = new Map<string, Decision>()

  takeIn(transaction: string, decision: Decision): Violation | null {
    const first = this.first.get(transaction)
    if (first === undefined) setBounded(this.first, transaction, decision, REMEMBERED_MAX)
    if (first === undefined || first.commit === decision.commit) return null
    const [committing, aborting] = first.commit ? [first, decision] : [decision, first]
    return {
      text: `${committing.who} commits ${transaction}, which ${aborting.who} aborts`,
      events: [first.seq, decision.seq]
    }
  }
}
