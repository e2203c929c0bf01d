import { groupsOf } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import { declareStory, stories } from '../../panels/story'
import { lagStory } from '../replicated-log/lag-story'

const separation = declareStory({ create: () => ({}), tell: () => [], divided: apart })

export const story = stories(lagStory(['update', 'updates']), separation)

/** Leaders that do not hear of each other's writes. */
function apart({ cluster }: RunFold): string {
  const with_leader = groupsOf(cluster).filter(({ nodes }) => nodes.some((node) => cluster.nodes.get(node)?.duty === 'leads'))
  return with_leader.length > 1
    ? 'each side goes on taking writes, which have to be merged later'
    : 'whoever is without a leader gets no updates'
}
