/** Whether sites go on telling a rumour for as long as the rule says. */
import type { LabEvent } from '../../../../src-shared/events'
import { InterestLost } from '../../../../src-shared/protocols/gossip/facts'
import type { LiveInvariant, Violation } from '../../contract'
import type { Settings } from '../state'

export class ToldLongEnough implements LiveInvariant {
  readonly name = 'told-long-enough'
  readonly reads = [InterestLost.name]

  constructor(private readonly settings: Settings) {}

  observe(event: LabEvent): Violation | null {
    if (!InterestLost.is(event)) return null
    const { k, interest } = this.settings
    const { key, in_vain, unanswered } = event.data
    const answered = in_vain - unanswered
    const least = interest === 'counter' ? k : 1
    if (answered >= least) return null
    return {
      text: `${event.node} loses interest in ${key} after ${answered} rounds in vain of ${least}: in ${unanswered} nobody answered`,
      events: [event.seq]
    }
  }
}
