import { durationText } from '../../charts/time-scale'
import { clauseOf, newestFault } from '../../folds/causes'
import { declareStory, situations, stories } from '../../panels/story'
import { counted } from '../../text/counted'
import { overdueDoubts } from './headline'

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

const separation = declareStory({
  create: () => ({}),
  tell: () => [],
  divided: () => 'a transaction over both sides cannot commit'
})

export const story = stories(inDoubt, separation)
