import { durationText } from '../../charts/time-scale'
import { causeOf } from '../../folds/causes'
import { groupsOf } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import { declareStory, situations, stories } from '../../panels/story'
import { listOf } from '../../text/list-text'
import { followingFold, followingOf, isAppointed } from '../leadership/following'
import { appointedLeaders } from '../leadership/headline'
import { leadershipStory } from '../leadership/story'
import { lagStory } from '../replicated-log/lag-story'
import { description } from './description'

/** A leader by configuration, which nobody replaces unless somebody promotes a follower. */
const appointedLeaderDown = situations([
  {
    name: 'appointed-leader',
    now(run) {
      const following = followingFold.of(run)
      const leaders = [...run.cluster.nodes.keys()].map((node) => followingOf(following, node)).filter(isAppointed)
      const leader = leaders[0]?.leader
      if (!leader || appointedLeaders(run, following).length > 0) return null
      return `There is no leader since ${causeOf(run, leader) ?? `${leader} was lost`}: writes wait until it is back or a follower is promoted.`
    },
    over: (run, lasted_us) => {
      const leaders = appointedLeaders(run, followingFold.of(run))
      return leaders.length === 0 ? null : `${listOf(leaders)} leads again after ${durationText(lasted_us / 1000)}.`
    }
  }
])

const separation = declareStory({ create: () => ({}), tell: () => [], divided: withoutUpdates })

export const story = stories(
  leadershipStory(description, 'promoted'),
  appointedLeaderDown,
  lagStory(['update', 'updates']),
  separation
)

/** Whoever is in no group with a leader. */
function withoutUpdates(run: RunFold): string {
  const leads = (node: string) => run.cluster.nodes.get(node)?.duty === 'leads'
  const groups = groupsOf(run.cluster)
  const reached = new Set(groups.filter(({ nodes }) => nodes.some(leads)).flatMap(({ nodes }) => nodes))
  const others = [...new Set(groups.flatMap(({ nodes }) => nodes))].filter((node) => !reached.has(node))
  if (others.length === 0) return 'some followers get updates late'
  return `${listOf(others)} ${others.length === 1 ? 'gets' : 'get'} no updates`
}
