/** Beliefs of nodes that have no leader: whom each has heard of late, beside who runs. */
import { NEUTRAL_LOOK } from '../description/role-look'
import { durationText } from '../charts/time-scale'
import { isUp } from '../folds/cluster-reach'
import { lastHeard } from '../folds/last-heard'
import type { RunFold } from '../folds/run'
import type { NodeId } from '../ids'
import { listOfNodes } from '../text/list-text'
import type { Belief, Beliefs, PeerBelief } from './beliefs'
import type { HeldPart } from './holdings'

export interface HearingOptions {
  /** After so much silence of another node a node takes it for dead. */
  silence_ms(run: RunFold): number
  /** What else a node believes. */
  lines?(run: RunFold, node: NodeId): readonly Belief[]
  /** Who holds what, as the node believes; null: nothing is known of that. */
  holdings?(run: RunFold, node: NodeId): BelievedHoldings | null
}

export interface BelievedHoldings {
  /** What is wrong, one by one. */
  readonly lines: readonly Belief[]
  /** The same in a few words after the node's name; null: nothing is wrong. */
  readonly text: string | null
  parts(peer: NodeId): readonly HeldPart[]
}

export function hearingBeliefs({ silence_ms, lines: more, holdings }: HearingOptions) {
  return (run: RunFold, node: NodeId): Beliefs | null => {
    const state = run.cluster.nodes.get(node)
    if (state === undefined) return null
    if (state.process !== 'running')
      return { lines: [], peers: new Map(), text: `${node} is ${state.process}: it believes nothing`, wrong: false }
    const [heard, silence_us] = [lastHeard(run, node), silence_ms(run) * 1000]
    const held = holdings?.(run, node) ?? null
    const peers = new Map(
      [...run.cluster.nodes.keys()].map((id): [NodeId, PeerBelief] => {
        const peer = peerOf(run, node, id, heard.get(id), silence_us)
        return [id, held === null ? peer : { ...peer, parts: held.parts(id) }]
      })
    )
    const told = [aliveLine(run, peers), ...(more?.(run, node) ?? [])]
    const lines = [...told, ...(held?.lines ?? [])]
    return { lines, peers, text: sentence(node, peers, told, held?.text ?? null), wrong: lines.some(({ wrong }) => wrong) }
  }
}

function peerOf({ cluster }: RunFold, node: NodeId, id: NodeId, heard_us: number | undefined, silence_us: number): PeerBelief {
  const { process, role } = cluster.nodes.get(id)!
  if (id === node) return { word: role ?? 'up', actual: null, look: NEUTRAL_LOOK }
  const ago_us = heard_us === undefined ? Infinity : cluster.now_us - heard_us
  const note = heard_us === undefined ? {} : { note: `${durationText(Math.round(ago_us / 1000))} ago` }
  const runs = process === 'running'
  if (ago_us <= silence_us) return { word: 'up', actual: runs ? null : process, look: NEUTRAL_LOOK, ...note }
  return { word: 'silent', actual: runs ? 'up' : null, look: null, ...note }
}

function aliveLine({ cluster }: RunFold, peers: ReadonlyMap<NodeId, PeerBelief>): Belief {
  const alive = [...peers].filter(([, { look }]) => look !== null).map(([id]) => id)
  const up = [...cluster.nodes.keys()].filter((id) => isUp(cluster, id))
  return { name: 'alive', believed: listOfNodes(alive), actual: listOfNodes(up), wrong: alive.join() !== up.join() }
}

/** `n2 takes n4 and n5 for dead, but they run; its map is 3, the newest 5`. */
function sentence(node: NodeId, peers: ReadonlyMap<NodeId, PeerBelief>, lines: readonly Belief[], held: string | null): string {
  const among = (word: string) => [...peers].filter(([, peer]) => peer.word === word && peer.actual !== null).map(([id]) => id)
  const [cut, gone] = [among('silent'), among('up')]
  const parts = [
    ...(cut.length > 0 ? [`takes ${listOfNodes(cut)} for dead, but ${cut.length > 1 ? 'they run' : 'it runs'}`] : []),
    ...(gone.length > 0 ? [`does not know yet that ${listOfNodes(gone)} ${gone.length > 1 ? 'are' : 'is'} gone`] : []),
    ...lines
      .slice(1)
      .flatMap(({ name, believed, actual, wrong }) =>
        wrong ? [`goes by ${name} ${believed}, where ${actual} is the newest`] : []
      ),
    ...(held === null ? [] : [held])
  ]
  return parts.length > 0 ? `${node} ${parts.join('; it ')}` : `${node} hears all that run, and knows who does not`
}
