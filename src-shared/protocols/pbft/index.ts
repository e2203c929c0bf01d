import type { RunFold } from '../../folds/run'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { ProtocolDefinition } from '../definition'
import { followingFold } from '../leadership/following'
import { leadershipHeadline, termCaption } from '../leadership/headline'
import { leadershipFold } from '../leadership/leadership'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import { leadershipStory } from '../leadership/story'
import { behaviourPanel, behavioursFold, liarTag } from '../lying/behaviours'
import { lyingMetrics } from '../lying/metrics'
import { description } from './description'
import { PBFT_FACTS } from './facts'
import { numbersFold } from './numbers'
import { pbftMetrics } from './metrics'

export const pbft: ProtocolDefinition = {
  description,
  facts: PBFT_FACTS,
  folds: [followingFold, rolesFold, leadershipFold, numbersFold, behavioursFold],
  charts: [rolesChart(description.term)],
  metrics: [leaderMetrics, termMetrics, lyingMetrics, pbftMetrics],
  panels: {
    headline: leadershipHeadline(description),
    story: leadershipStory(description),
    crash_hint: 'Right-click the primary (or press C) to crash it, and watch the others change the view.',
    run: [{ kind: 'own', name: 'votes-matrix' }],
    node: [behaviourPanel],
    caption: termCaption(description),
    tag: liarTag,
    beliefs: hearingBeliefs({ silence_ms: viewTimeout })
  }
}

function viewTimeout({ cluster }: RunFold): number {
  return Number(cluster.parameters['view_timeout_ms'])
}
