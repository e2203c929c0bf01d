/** Who falls behind, and who has caught up, in sentences. */
import { durationText } from '../../charts/time-scale'
import { situations } from '../../panels/story'
import type { Story } from '../../panels/story'
import { farthestBehind, lagFold } from './lag'

/** Fewer come and go with the load. */
const BEHIND_ENTRIES = 50
/** Whoever lacks so few has caught up. */
const CAUGHT_UP_ENTRIES = 5

/** "n5 falls behind: it lacks 120 updates.", "Everybody has caught up after 3.2 s." `nouns`: what the log has, one and many of it. */
export function lagStory([one, many]: readonly [one: string, many: string]): Story {
  return situations([
    {
      name: 'lag',
      now(run, lasts) {
        const lag = lagFold.of(run)
        const farthest = lag && farthestBehind(lag)
        if (!farthest || farthest.entries < (lasts ? CAUGHT_UP_ENTRIES : BEHIND_ENTRIES)) return null
        return `${farthest.follower} falls behind: it lacks ${farthest.entries.toLocaleString('en')} ${farthest.entries === 1 ? one : many}.`
      },
      over: (_, lasted_us) => `Every follower has caught up after ${durationText(lasted_us / 1000)}.`
    }
  ])
}
