/** Who leads, and in which term, as a protocol's headline. */
import { durationText } from '../../charts/time-scale'
import type { ProtocolDescription } from '../../description/protocol-description'
import { isUp } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Headline, HeadlinePart } from '../../panels/headline'
import { listOf } from '../../text/list-text'
import { followingFold, followingOf, isAppointed } from './following'
import type { FollowingFold } from './following'
import { leadershipFold } from './leadership'
import type { LeadershipFold } from './leadership'

type Described = Pick<ProtocolDescription, 'roles' | 'term'>

/** Of a protocol whose leaders come and go by elections: "n2 leads in term 3", "No leader for 320 ms · term 4". */
export function leadershipHeadline({ roles, term: word = 'term' }: Described): (run: RunFold) => Headline | null {
  const look = roles.find(({ duty }) => duty === 'leads')?.look
  return (run) => {
    const leadership = leadershipFold.of(run)
    if (leadership === null) return null
    const { leader, following } = leadership
    if (leader !== null) {
      const parts = [
        { text: leader.node, name: 'leader' },
        { text: ` leads in ${word} ` },
        { text: String(leader.term), name: 'term' }
      ]
      return { look, parts, ...warningOf(run, following, leader.node) }
    }
    const appointed = appointedLeaders(run, following)
    if (appointed.length > 0) return { look, parts: [leadersPart(appointed)], ...warningOf(run, following, null) }
    return { parts: leaderlessParts(run, leadership, word), ...warningOf(run, following, null) }
  }
}

/** Who leads by configuration: several may. */
export function appointedLeaders(run: RunFold, following: FollowingFold | null): NodeId[] {
  return runningLeaders(run).filter((node) => isAppointed(followingOf(following, node)))
}

/** `n1 and n3 lead`. */
export function leadersPart(leaders: readonly NodeId[]): HeadlinePart {
  return { text: `${listOf(leaders)} ${leaders.length > 1 ? 'lead' : 'leads'}`, name: 'leader' }
}

/** What the canvas writes below a node's role: `term 7`. */
export function termCaption({ term: word = 'term' }: Described): (run: RunFold, node: NodeId) => string {
  return (run, node) => `${word} ${followingOf(followingFold.of(run), node).term}`
}

function runningLeaders({ cluster }: RunFold): NodeId[] {
  return [...cluster.nodes.values()].flatMap(({ id, duty }) => (duty === 'leads' && isUp(cluster, id) ? [id] : []))
}

function leaderlessParts({ cluster }: RunFold, { gaps, following }: LeadershipFold, word: string): HeadlinePart[] {
  const gap = gaps.at(-1)
  const waited = gap?.end_us === null ? ` for ${durationText((cluster.now_us - gap.start_us) / 1000)}` : ''
  const highest = Math.max(0, ...[...following.replicas.values()].map(({ term }) => term))
  return [
    { text: 'No leader', name: 'leader' },
    { text: waited },
    { text: ` · ${word} `, muted: true },
    { text: String(highest), name: 'term', muted: true }
  ]
}

/** Those that think they lead beside the elected leader, or while no quorum follows them. */
function warningOf(run: RunFold, following: FollowingFold, leader: NodeId | null): Pick<Headline, 'warning'> {
  const stale = runningLeaders(run).filter((node) => node !== leader && !isAppointed(followingOf(following, node)))
  if (stale.length === 0) return {}
  return { warning: `${stale.join(', ')} still ${stale.length > 1 ? 'think they lead' : 'thinks it leads'}` }
}
