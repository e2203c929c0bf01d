import { leadershipBeliefs } from '../leadership/beliefs'
import { electionsChart } from '../leadership/elections-chart'
import { followingFold } from '../leadership/following'
import { leadershipFold } from '../leadership/leadership'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { leadershipHeadline, termCaption } from '../leadership/headline'
import { outdatedTexts } from '../leadership/outdated'
import { LEADER_CRASH_HINT, electionsPanel, followsPanel } from '../leadership/panels'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import type { ProtocolDefinition } from '../definition'
import { commitFold } from '../replicated-log/commit'
import { commitChart } from '../replicated-log/commit-chart'
import { lagFold } from '../replicated-log/lag'
import { lagEntriesChart, lagMsChart } from '../replicated-log/lag-charts'
import { commitMetrics, lagMetrics } from '../replicated-log/metrics'
import { logTailFold } from '../replicated-log/log-tail'
import { commitFigure, logPanel, positionsPanel } from '../replicated-log/panels'
import { positionsFold } from '../replicated-log/positions'
import { description } from './description'
import { followersPanel } from '../replicated-log/followers'
import { followerMark } from './follower-mark'
import { story } from './story'
import { LOG_FACTS } from '../replicated-log/facts'

export const leaderFollower: ProtocolDefinition = {
  description,
  facts: LOG_FACTS,
  folds: [followingFold, rolesFold, leadershipFold, positionsFold, logTailFold, commitFold, lagFold],
  charts: [rolesChart(description.term), electionsChart(description.term), commitChart, lagEntriesChart, lagMsChart],
  metrics: [leaderMetrics, termMetrics, commitMetrics, lagMetrics],
  panels: {
    headline: leadershipHeadline(description),
    story,
    crash_hint: LEADER_CRASH_HINT,
    run: [electionsPanel],
    node: [followsPanel, positionsPanel, followersPanel(followerMark), logPanel(description.term)],
    caption: termCaption(description),
    outdated: outdatedTexts(description),
    figure: commitFigure,
    beliefs: leadershipBeliefs(description, {
      silence_ms: ({ cluster }) => Number(cluster.parameters['failover_timeout_ms'])
    })
  }
}
