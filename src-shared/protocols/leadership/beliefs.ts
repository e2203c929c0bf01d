/** Whom a node takes for the leader, in which term, and whom for alive: by the role that it told, and by the messages that it read. */
import { durationText } from '../../charts/time-scale'
import type { ProtocolDescription } from '../../description/protocol-description'
import type { RoleLook } from '../../description/role-look'
import { dutyOf } from '../../folds/cluster'
import { canReach, isUp } from '../../folds/cluster-reach'
import { lastHeard } from '../../folds/last-heard'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Belief, Beliefs, PeerBelief } from '../../panels/beliefs'
import { listOf, listOfNodes } from '../../text/list-text'
import { farthest, positionOf, positionsFold } from '../replicated-log/positions'
import { followingFold, followingOf, isAppointed } from './following'
import { appointedLeaders } from './headline'
import { leadershipFold, leadershipOf } from './leadership'

type Described = Pick<ProtocolDescription, 'roles' | 'term'>

const SILENT = 'silent'
const UNHEARD = 'not heard of'
const DOWN = 'down'

/** How a node of this protocol knows of others. */
export interface Hearing {
  /** After so much silence it takes a node that it listens to for dead, by the cluster's parameters. */
  silence_ms(run: RunFold): number
}

interface View {
  readonly run: RunFold
  readonly node: NodeId
  readonly term: number
  readonly leader: NodeId | null
  readonly silence_us: number
  readonly heard: ReadonlyMap<NodeId, number>
  readonly word: string
}

/** Who leads in truth: whom a quorum follows, or who does by configuration. */
interface Truth {
  readonly leaders: readonly NodeId[]
  readonly term: number
  readonly since_us: number | null
}

export function leadershipBeliefs({ roles, term: word = 'term' }: Described, hearing: Hearing) {
  const leads = roles.find(({ duty }) => duty === 'leads')?.look ?? null
  const follows = roles.find(({ duty }) => duty === undefined)?.look ?? null
  return (run: RunFold, node: NodeId): Beliefs | null => {
    if (!run.cluster.nodes.has(node)) return null
    const { term, leader } = followingOf(followingFold.of(run), node)
    const silence_us = hearing.silence_ms(run) * 1000
    const view: View = { run, node, term, leader, silence_us, heard: lastHeard(run, node), word }
    if (!isUp(run.cluster, node)) return unknowing(view)
    const truth = truthOf(run)
    const peers = new Map([...run.cluster.nodes.keys()].map((id) => [id, peerBelief(view, truth, id, leads, follows)]))
    const lines = [leaderLine(view, truth), ...termLines(view, truth), ...commitLines(view, truth), aliveLine(view, peers)]
    const text = sentence(view, truth, peers)
    return { lines, peers, text, wrong: lines.some(({ wrong }) => wrong) }
  }
}

function unknowing({ run, node }: View): Beliefs {
  const process = run.cluster.nodes.get(node)!.process
  return { lines: [], peers: new Map(), text: `${node} is ${process}: it believes nothing`, wrong: false }
}

function truthOf(run: RunFold): Truth {
  const leadership = leadershipFold.of(run)
  const elected = leadership === null ? null : leadershipOf(leadership).leader
  if (elected !== null) return { leaders: [elected.node], term: elected.term, since_us: elected.since_us }
  const following = followingFold.of(run)
  const term = Math.max(0, ...[...(following?.replicas.values() ?? [])].map((other) => other.term))
  return { leaders: appointedLeaders(run, following), term, since_us: null }
}

function isLeaderRight({ leader }: View, { leaders }: Truth): boolean {
  return leader === null ? leaders.length === 0 : leaders.includes(leader)
}

function leaderLine(view: View, truth: Truth): Belief {
  const believed = view.leader ?? 'nobody'
  return { name: 'leads', believed, actual: leadersText(truth), wrong: !isLeaderRight(view, truth) }
}

function leadersText({ leaders }: Truth): string {
  return leaders.length === 0 ? 'nobody' : listOf(leaders)
}

function termLines({ term, word, leader }: View, truth: Truth): Belief[] {
  if (isAppointed({ term, leader }) && truth.term === 0) return []
  return [{ name: word, believed: String(term), actual: String(truth.term), wrong: term !== truth.term }]
}

/** Followers are always a moment behind; who follows the wrong leader does not know what is committed. */
function commitLines(view: View, truth: Truth): Belief[] {
  const positions = positionsFold.of(view.run)
  if (positions === null) return []
  const [own, most] = [positionOf(positions, view.node).commit, farthest(positions, 'commit')]
  const wrong = own !== most && !isLeaderRight(view, truth)
  return [
    { name: 'committed', believed: `up to ${own.toLocaleString('en')}`, actual: `up to ${most.toLocaleString('en')}`, wrong }
  ]
}

function aliveLine({ run, node }: View, peers: ReadonlyMap<NodeId, PeerBelief>): Belief {
  const alive = [...peers].filter(([, { look }]) => look !== null).map(([id]) => id)
  const up = [...run.cluster.nodes.keys()].filter((id) => isUp(run.cluster, id))
  const is_ignorant = [...peers.values()].some(({ word }) => word === UNHEARD)
  const believed = is_ignorant ? `${listOfNodes(alive)}; of the others it hears nothing` : listOfNodes(alive)
  const wrong = [...peers].some(
    ([id, { word, actual }]) => id !== node && (actual === DOWN || (word === SILENT && actual !== null))
  )
  return { name: 'alive', believed, actual: listOfNodes(up), wrong }
}

function peerBelief(view: View, truth: Truth, id: NodeId, leads: RoleLook | null, follows: RoleLook | null): PeerBelief {
  const { run, node, leader, heard, silence_us } = view
  const leads_in_truth = truth.leaders.includes(id)
  const heard_us = heard.get(id)
  const ago_us = heard_us === undefined ? null : run.cluster.now_us - heard_us
  const note = ago_us === null ? {} : { note: `${durationText(Math.round(ago_us / 1000))} ago` }
  if (id === leader) {
    const so = leads_in_truth && isUp(run.cluster, id)
    return { word: 'leader', actual: so ? null : withoutQuorum(run, id), look: leads, ...(id === node ? {} : note) }
  }
  if (id === node) return { word: run.cluster.nodes.get(id)!.role ?? 'up', actual: null, look: follows }
  const alive = ago_us !== null && ago_us <= silence_us
  if (alive) return { word: 'up', actual: isUp(run.cluster, id) ? leadingOnly(leads_in_truth) : DOWN, look: follows, ...note }
  // A follower listens to its leader alone: silence of others says nothing.
  if (leader !== null && leader !== node) return { word: UNHEARD, actual: leadingOnly(leads_in_truth), look: null }
  return { word: SILENT, actual: isUp(run.cluster, id) ? roleOf(run, id) : null, look: null, ...note }
}

/** Who leads no more, or for nobody. */
function withoutQuorum(run: RunFold, id: NodeId): string {
  return isUp(run.cluster, id) && dutyOf(run.cluster, { node: id }) === 'leads' ? 'no quorum' : roleOf(run, id)
}

function leadingOnly(leads: boolean): string | null {
  return leads ? 'leader' : null
}

function roleOf({ cluster }: RunFold, id: NodeId): string {
  const { process, role } = cluster.nodes.get(id)!
  return process === 'running' ? (role ?? 'up') : process
}

/** `n2 believes that n1 leads term 3; n4 has led term 5 for 2.1 s`. */
function sentence(view: View, truth: Truth, peers: ReadonlyMap<NodeId, PeerBelief>): string {
  const { run, node, leader, term, word } = view
  const named = term > 0 ? ` ${word} ${term}` : ''
  const believes =
    leader === null
      ? `${node} knows of no leader in${named}`
      : `${node} believes that ${leader === node ? 'it' : leader} leads${named}`
  if (!isLeaderRight(view, truth)) return `${believes}; ${truthText(run, truth, word)}`
  const cut = [...peers].filter(([id, { word: seen }]) => seen === SILENT && isUp(run.cluster, id)).map(([id]) => id)
  if (cut.length > 0) return `${believes}, and takes ${listOfNodes(cut)} for dead: ${cut.length === 1 ? 'it runs' : 'they run'}`
  const unreached =
    leader === null || leader === node || canReach(run.cluster, node, leader) ? '' : ', but can no longer reach it'
  return `${believes}, and so it is${unreached}`
}

function truthText({ cluster }: RunFold, { leaders, term, since_us }: Truth, word: string): string {
  if (leaders.length === 0) return 'nobody leads whom a quorum follows'
  const named = term > 0 ? ` ${word} ${term}` : ''
  if (since_us === null) return `${listOf(leaders)} ${leaders.length > 1 ? 'lead' : 'leads'}${named}`
  return `${leaders[0]} has led${named} for ${durationText(Math.round((cluster.now_us - since_us) / 1000))}`
}
