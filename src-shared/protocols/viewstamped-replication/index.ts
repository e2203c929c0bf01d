import type { RunFold } from '../../folds/run'
import { stories } from '../../panels/story'
import type { ProtocolDefinition } from '../definition'
import { leadershipBeliefs } from '../leadership/beliefs'
import { electionsChart } from '../leadership/elections-chart'
import { followingFold } from '../leadership/following'
import { leadershipHeadline, termCaption } from '../leadership/headline'
import { leadershipFold } from '../leadership/leadership'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { outdatedTexts } from '../leadership/outdated'
import { LEADER_CRASH_HINT, electionsPanel, followsPanel } from '../leadership/panels'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import { leadershipStory } from '../leadership/story'
import { commitFold } from '../replicated-log/commit'
import { commitChart } from '../replicated-log/commit-chart'
import { followersPanel } from '../replicated-log/followers'
import type { FollowerMark } from '../replicated-log/followers'
import { lagFold } from '../replicated-log/lag'
import { lagEntriesChart, lagMsChart } from '../replicated-log/lag-charts'
import { lagStory } from '../replicated-log/lag-story'
import { logTailFold } from '../replicated-log/log-tail'
import { commitMetrics, lagMetrics } from '../replicated-log/metrics'
import { commitFigure, logPanel, positionsPanel } from '../replicated-log/panels'
import { positionsFold } from '../replicated-log/positions'
import { description } from './description'
import { ALL_FACTS } from './facts'

/** Nobody waits for one that has yet to get its log back. */
const recoveringMark: FollowerMark = ({ nodes }, { peer }) => (nodes.get(peer)?.role === 'recovering' ? 'recovering' : null)

export const viewstampedReplication: ProtocolDefinition = {
  description,
  facts: ALL_FACTS,
  folds: [followingFold, rolesFold, leadershipFold, positionsFold, logTailFold, commitFold, lagFold],
  charts: [rolesChart(description.term), electionsChart(description.term), commitChart, lagEntriesChart, lagMsChart],
  metrics: [leaderMetrics, termMetrics, commitMetrics, lagMetrics],
  panels: {
    headline: leadershipHeadline(description),
    story: stories(leadershipStory(description, 'made primary'), lagStory(['request', 'requests'])),
    crash_hint: LEADER_CRASH_HINT,
    run: [electionsPanel],
    node: [followsPanel, positionsPanel, followersPanel(recoveringMark), logPanel(description.term)],
    caption: termCaption(description),
    outdated: outdatedTexts(description),
    figure: commitFigure,
    beliefs: leadershipBeliefs(description, { silence_ms: longestElectionTimeout })
  }
}

function longestElectionTimeout({ cluster }: RunFold): number {
  const timeout = cluster.parameters['election_timeout_ms']
  return Array.isArray(timeout) ? Number(timeout[1]) : Number(timeout)
}
