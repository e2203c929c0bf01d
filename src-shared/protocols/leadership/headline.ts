/** Who leads, and in which term, and who is out of date, as a protocol's headline. */
import { durationText } from '../../charts/time-scale'
import type { ProtocolDescription } from '../../description/protocol-description'
import { isUp } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Headline, HeadlinePart } from '../../panels/headline'
import { listOf, listOfNodes } from '../../text/list-text'
import { followingFold, followingOf, isAppointed } from './following'
import type { FollowingFold } from './following'
import type { RoleLook } from '../../description/role-look'
import type { ReplicaKey } from '../../replica'
import { leadershipFold, leadershipOf } from './leadership'
import type { LeaderlessGap, LeadershipFold } from './leadership'
import { outdatedLeaders } from './outdated'

type Described = Pick<ProtocolDescription, 'roles' | 'term'>

/** Of a protocol whose leaders come and go by elections: "n2 leads in term 3", "No leader for 320 ms · term 4". */
export function leadershipHeadline({ roles, term: word = 'term' }: Described): (run: RunFold) => Headline | null {
  const look = roles.find(({ duty }) => duty === 'leads')?.look
  return (run) => {
    const leadership = leadershipFold.of(run)
    if (leadership === null) return null
    if ([...run.cluster.nodes.values()].some(({ groups }) => groups.size > 0)) return groupsHeadline(leadership, look)
    const { following } = leadership
    const { leader, gaps } = leadershipOf(leadership)
    if (leader !== null) {
      const parts = [
        { text: leader.node, name: 'leader' },
        { text: ` leads in ${word} ` },
        { text: String(leader.term), name: 'term' }
      ]
      return { look, parts: [...parts, ...outdatedParts(run, word)] }
    }
    const appointed = appointedLeaders(run, following)
    if (appointed.length > 0) return { look, parts: [leadersPart(appointed), ...outdatedParts(run, word)] }
    const elected = newlyElected(run, following)
    if (elected !== null)
      return {
        look,
        parts: [
          { text: elected.node, name: 'leader' },
          { text: ` was elected in ${word} ` },
          { text: String(elected.term), name: 'term' },
          ...outdatedParts(run, word)
        ]
      }
    return { parts: leaderlessParts(run, gaps.at(-1), following, word) }
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

/** What the canvas writes below a replica's role: `term 7`. */
export function termCaption({ term: word = 'term' }: Described): (run: RunFold, replica: ReplicaKey) => string {
  return (run, replica) => `${word} ${followingOf(followingFold.of(run), replica).term}`
}

function runningLeaders({ cluster }: RunFold): NodeId[] {
  return [...cluster.nodes.values()].flatMap(({ id, duty }) => (duty === 'leads' && isUp(cluster, id) ? [id] : []))
}

/** Who leads the highest term, though no quorum has heard of it yet; null: nobody. */
function newlyElected(run: RunFold, following: FollowingFold): { readonly node: NodeId; readonly term: number } | null {
  const outdated = new Set(outdatedLeaders(run).map(({ node }) => node))
  const leaders = runningLeaders(run).flatMap((node) =>
    outdated.has(node) ? [] : { node, term: followingOf(following, node).term }
  )
  return leaders.sort((a, b) => b.term - a.term)[0] ?? null
}

/** Of nodes that host several groups: "n1 leads 3 of 8 groups, n2 5", "n1 leads 2 of 3 groups; g2 has no leader". */
function groupsHeadline({ groups }: LeadershipFold, look: RoleLook | undefined): Headline {
  const counts = new Map<NodeId, number>()
  for (const { leader } of groups.values()) if (leader !== null) counts.set(leader.node, (counts.get(leader.node) ?? 0) + 1)
  const leaderless = [...groups].flatMap(([name, { leader }]) => (leader === null ? [name] : []))
  const [first, ...others] = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  const leaders =
    first === undefined
      ? `No leader in any of ${groups.size} groups`
      : [`${first[0]} leads ${first[1]} of ${groups.size} groups`, ...others.map(([node, count]) => `${node} ${count}`)].join(
          ', '
        )
  return {
    ...(first !== undefined && { look }),
    parts: [{ text: leaders, name: 'leader' }],
    ...(first !== undefined &&
      leaderless.length > 0 && { warning: `${listOfNodes(leaderless)} ${leaderless.length > 1 ? 'have' : 'has'} no leader` })
  }
}

function leaderlessParts(run: RunFold, gap: LeaderlessGap | undefined, following: FollowingFold, word: string): HeadlinePart[] {
  const waited = gap?.end_us === null ? ` for ${durationText((run.cluster.now_us - gap.start_us) / 1000)}` : ''
  const outdated = outdatedParts(run, word)
  return [
    { text: 'No leader', name: 'leader' },
    { text: waited },
    ...(outdated.length > 0 ? outdated : highestTermParts(following, word))
  ]
}

function highestTermParts({ replicas }: FollowingFold, word: string): HeadlinePart[] {
  const highest = Math.max(0, ...[...replicas.values()].map(({ term }) => term))
  return [
    { text: ` · ${word} `, muted: true },
    { text: String(highest), name: 'term', muted: true }
  ]
}

/** ` · n1, leader of term 3, out of date`. */
function outdatedParts(run: RunFold, word: string): HeadlinePart[] {
  const texts = outdatedLeaders(run).map(({ node, term }) => `${node}, leader of ${word} ${term}, out of date`)
  return texts.length === 0 ? [] : [{ text: ` · ${texts.join('; ')}`, name: 'outdated', muted: true }]
}
