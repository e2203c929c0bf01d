import { leadershipBeliefs } from '../leadership/beliefs'
import type { RunFold } from '../../folds/run'
import { electionsChart } from '../leadership/elections-chart'
import { followingFold } from '../leadership/following'
import { leadershipFold } from '../leadership/leadership'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { leadershipHeadline, termCaption } from '../leadership/headline'
import { LEADER_CRASH_HINT, electionsPanel, followsPanel } from '../leadership/panels'
import { outdatedTexts } from '../leadership/outdated'
import { leadershipStory } from '../leadership/story'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import type { ProtocolDefinition } from '../definition'
import { commitFold } from '../replicated-log/commit'
import { commitChart } from '../replicated-log/commit-chart'
import { lagFold } from '../replicated-log/lag'
import { lagEntriesChart, lagMsChart } from '../replicated-log/lag-charts'
import { commitMetrics, lagMetrics } from '../replicated-log/metrics'
import { followersPanel } from '../replicated-log/followers'
import type { FollowerMark } from '../replicated-log/followers'
import { lagStory } from '../replicated-log/lag-story'
import { logTailFold } from '../replicated-log/log-tail'
import { commitFigure, logPanel, positionsPanel } from '../replicated-log/panels'
import { positionsFold } from '../replicated-log/positions'
import { description } from './description'
import { electionTimer, electionTimersFold } from './election-timers'
import { RAFT_FACTS } from './facts'
import { votesFold, votesHolding } from './votes'
import { stories } from '../../panels/story'

/** Nobody waits for one that does not vote. */
const learnerMark: FollowerMark = ({ nodes }, { peer }) => (nodes.get(peer)?.role === 'learner' ? 'learner' : null)

export const raft: ProtocolDefinition = {
  description,
  facts: RAFT_FACTS,
  folds: [
    followingFold,
    rolesFold,
    leadershipFold,
    positionsFold,
    logTailFold,
    electionTimersFold,
    votesFold,
    commitFold,
    lagFold
  ],
  charts: [rolesChart(description.term), electionsChart(description.term), commitChart, lagEntriesChart, lagMsChart],
  metrics: [leaderMetrics, termMetrics, commitMetrics, lagMetrics],
  panels: {
    headline: leadershipHeadline(description),
    story: stories(leadershipStory(description), lagStory(['entry', 'entries'])),
    crash_hint: LEADER_CRASH_HINT,
    run: [electionsPanel],
    node: [followsPanel, electionTimer, votesHolding, positionsPanel, followersPanel(learnerMark), logPanel(description.term)],
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
