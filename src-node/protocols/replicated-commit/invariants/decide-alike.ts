import type { LabEvent } from '../../../../src-shared/events'
import { Decided, Released } from '../../../../src-shared/protocols/atomic-commit/facts'
import { RecordWritten } from '../../../../src-shared/protocols/replicated-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from './remembered'

interface Told {
  readonly who: string
  readonly commit: boolean
  readonly seq: number
}

/** What the record or a group commits, no other aborts. */
export class DecideAlike implements LiveInvariant {
  readonly name = 'decide-alike'
  readonly reads = [Decided.name, Released.name, RecordWritten.name]
  /** What was first told of each transaction. */
  private readonly decisions = new Map<string, Told>()

  observe(event: LabEvent): Violation | null {
    if (!Decided.is(event) && !Released.is(event) && !RecordWritten.is(event)) return null
    const { node, group, seq, data } = event
    const { transaction, commit } = data
    const told = { who: group ?? node, commit, seq }
    const first = this.decisions.get(transaction)
    if (first === undefined) setBounded(this.decisions, transaction, told, REMEMBERED_MAX)
    if (first === undefined || first.commit === commit) return null
    const [committing, aborting] = commit ? [told, first] : [first, told]
    return { text: `${committing.who} commits ${transaction}, which ${aborting.who} aborts`, events: [first.seq, seq] }
  }
}
