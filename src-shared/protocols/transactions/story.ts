import { durationText } from '../../charts/time-scale'
import { clauseOf, newestFault } from '../../folds/causes'
import { situations } from '../../panels/story'
import { counted } from '../../text/counted'
import { overdueDoubts } from './doubts'

/** What waits for a decision, and since when. */
export const inDoubt = situations([
  {
    name: 'in-doubt',
    now(run) {
      const doubts = overdueDoubts(run)
      if (doubts === null) return null
      const fault = newestFault(run, () => true)
      const since = fault === null ? '' : ` since ${clauseOf(fault)}`
      const [are, their] = doubts.transactions === 1 ? ['is', 'its'] : ['are', 'their']
      return `${counted(doubts.transactions, 'transaction')} ${are} in doubt${since}: ${their} keys stay locked.`
    },
    over: (_, lasted_us) => `No transaction is in doubt any more, after ${durationText(lasted_us / 1000)}.`
  }
])
