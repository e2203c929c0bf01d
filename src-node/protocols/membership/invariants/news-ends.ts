/** Whether news is told as often as it may be, and not more often. */
import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Violation } from '../../contract'

export class NewsEnds implements LiveInvariant {
  readonly name = 'news-ends'
  readonly reads = ['sample', 'member-joined']

  constructor(
    private members: number,
    /** Of so many members. */
    private readonly limit: (members: number) => number
  ) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'member-joined') this.members++
    if (event.kind !== 'sample') return null
    const { told_most = 0 } = event.values
    const limit = this.limit(this.members)
    if (told_most <= limit) return null
    return {
      text: `${event.node} has told one piece of news ${told_most} times, where ${limit} are allowed`,
      events: [event.seq]
    }
  }
}
