import { durationText } from '../../charts/time-scale'
import { clauseOf, newestFault } from '../../folds/causes'
import type { RunFold } from '../../folds/run'
import { declareStory, situations, stories } from '../../panels/story'
import type { StoryLine } from '../../panels/story'
import { listOf } from '../../text/list-text'
import { inDoubt } from '../transactions/story'
import { leaderless } from './led-groups'
import type { WrittenRecord } from './records'
import { recordsFold } from './records'

const leaders = situations([
  {
    name: 'leaderless',
    now(run, lasts) {
      const groups = leaderless(run)
      const fault = newestFault(run, () => true)
      // At the start nobody has led yet.
      if (groups.length === 0 || (fault === null && !lasts)) return null
      const [have, their] = groups.length === 1 ? ['has', 'its'] : ['have', 'their']
      const since = fault === null ? '' : ` since ${clauseOf(fault)}`
      return `${listOf(groups)} ${have} no leader${since}: others have ${their} promises and records.`
    },
    over: (_, lasted_us) =>
      `All groups have a leader again, after ${durationText(lasted_us / 1000)}: each knows what its group has promised and recorded.`
  }
])

/** Of aborts that a participant had recorded, each time the newest. */
const pushed = declareStory<{ told_us: number }>({
  create: () => ({ told_us: -1 }),
  tell(state, run) {
    const newest = newestPushed(run)
    if (newest === undefined || newest.t_us <= state.told_us) return []
    state.told_us = newest.t_us
    return [pushedLine(newest)]
  }
})

function newestPushed(run: RunFold): WrittenRecord | undefined {
  const records = recordsFold.of(run)?.records.toArray() ?? []
  return records.reverse().find(({ by, commit }) => by === 'participant' && !commit)
}

function pushedLine({ transaction, group, participants }: WrittenRecord): StoryLine {
  const text = `${listOf(participants)} was in doubt about ${transaction}, and ${group} had no record of it: now it has one, which says abort.`
  return { text, level: 'info', importance: 'effect', topic: 'record' }
}

export const story = stories(inDoubt, leaders, pushed)
