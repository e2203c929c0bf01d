import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { dutyOf, groupsOf } from '../../../src-shared/folds/cluster'
import type { ReachGroup } from '../../../src-shared/folds/reachability'
import type { NodeId } from '../../../src-shared/ids'
import { replicaName } from '../../../src-shared/replica'
import { listOf } from '../../../src-shared/text/list-text'
import { inTerm } from './protocolFeatures'

/** A sentence about the run, for the live region and the line under the canvas. */
export interface Sentence {
  readonly t: number
  readonly text: string
  readonly level: 'info' | 'warning' | 'error'
  /** Of the run as a whole: the disk, the machine, the recording. */
  readonly is_notice: boolean
}

const SENTENCES_MAX = 50
const NOTICE_US = 10_000_000
const RECOVERED_TEXTS = {
  quorum: 'every running node is in a quorum again',
  none: 'all running nodes reach each other again'
} as const
/** Actions whose effect the nodes' own events tell. */
const REPORTED_BY_NODES: ReadonlySet<string> = new Set(['crash', 'pause', 'resume', 'restart'])

/** Says what happens in plain sentences: leaders, who cannot reach whom, processes, faults, broken invariants. Sees events after the cluster did. */
export class Narrator {
  /** Newest last. */
  readonly sentences: Sentence[] = []
  /** Sentences ever said. */
  sentences_total = 0
  /** Newest leader of each group and term, by both. */
  private readonly leaders = new Map<string, NodeId>()
  /** The newest fault that was told of, which somebody may still be setting. */
  private newest_fault: { readonly fault: number; readonly sentence: Sentence } | null = null
  private stranded = ''
  private topology = 0

  /** `term_word`: the protocol's for what its leaders are numbered by; null: they are not. */
  constructor(
    private readonly cluster: ClusterFold,
    private readonly term_word: string | null
  ) {}

  observe(event: LabEvent): void {
    if (event.kind === 'fault-changed') this.updateLabel(event)
    const sentence = this.sentenceFor(event)
    if (sentence) this.addSentence(event.t, sentence.text, sentence.level, event.kind === 'notice')
    if (sentence && event.kind === 'fault-started') {
      this.newest_fault = { fault: event.fault, sentence: this.sentences.at(-1)! }
    }
    if (this.cluster.topology === this.topology) return
    this.topology = this.cluster.topology
    this.reportReachability(event.t)
  }

  private sentenceFor(event: LabEvent): Pick<Sentence, 'text' | 'level'> | null {
    switch (event.kind) {
      case 'role': {
        const { node, group = '', term = 0 } = event
        const key = `${group} ${term}`
        if (dutyOf(this.cluster, event) !== 'leads' || this.leaders.get(key) === node) return null
        this.leaders.set(key, node)
        return { level: 'info', text: `${replicaName(event)} became ${event.role}${inTerm(this.term_word, term)}` }
      }
      case 'node-exited':
        if (event.reason === 'stopped') return null
        return event.reason === 'crashed'
          ? { level: 'warning', text: `${event.node} crashed` }
          : {
              level: 'error',
              text: `${event.node} ended by itself: ${event.output.at(-1) ?? event.signal ?? `code ${event.code}`}`
            }
      case 'node-ready':
        return event.boot > 1 ? { level: 'info', text: `${event.node} is back with ${event.recovered_records} records` } : null
      case 'node-paused':
        return { level: 'warning', text: `${event.node} is paused` }
      case 'node-resumed':
        return { level: 'info', text: `${event.node} goes on` }
      case 'fault-started':
        if (REPORTED_BY_NODES.has(event.action.do)) return null
        return { level: 'warning', text: `${event.label}${event.by === 'timeline' ? ' (timeline)' : ''}` }
      case 'fault-ended':
        return null
      case 'notice':
        return { level: event.level, text: event.text }
      case 'violation':
        return { level: 'error', text: `Invariant broken, ${event.invariant}: ${event.text}` }
      case 'writes-lost':
        return { level: 'warning', text: event.text }
      case 'assertion':
        return { level: 'error', text: `${event.node} stopped: assertion failed, ${event.text}` }
      default:
        return null
    }
  }

  /** While a slider is dragged the same sentence is updated instead of adding one per step. */
  private updateLabel({ fault, label }: EventOf<'fault-changed'>): void {
    if (this.newest_fault?.fault !== fault) return
    const index = this.sentences.indexOf(this.newest_fault.sentence)
    if (index < 0) return
    const sentence = { ...this.newest_fault.sentence, text: label }
    this.sentences[index] = sentence
    this.newest_fault = { fault, sentence }
  }

  /** Says it once when running nodes find themselves cut off, and once when none is any more. */
  private reportReachability(t: number): void {
    const text = unreachableText(this.cluster)
    if (text === this.stranded) return
    if (text) this.addSentence(t, text, 'warning')
    else if (this.stranded) this.addSentence(t, RECOVERED_TEXTS[this.cluster.quorum === 'none' ? 'none' : 'quorum'], 'info')
    this.stranded = text
  }

  private addSentence(t: number, text: string, level: Sentence['level'], is_notice = false): void {
    this.sentences.push({ t, text, level, is_notice })
    if (this.sentences.length > SENTENCES_MAX) this.sentences.shift()
    this.sentences_total++
  }
}

/** What stands beside the headline: the newest sentence, but a notice only for a while, for the cluster is what one looks at. */
export function latestSentence({ sentences }: Narrator, now_us: number): Sentence | null {
  for (let index = sentences.length - 1; index >= 0; index--) {
    const sentence = sentences[index]!
    if (!sentence.is_notice || now_us - sentence.t < NOTICE_US) return sentence
  }
  return null
}

/** Which running nodes cannot form a quorum, or reach each other where none is asked for, as a sentence; empty when all can. */
export function unreachableText(cluster: ClusterFold): string {
  const groups = groupsOf(cluster)
  if (cluster.quorum === 'none') {
    return groups.length > 1 ? `not all reach each other: ${groupsInWords(groups).join(' | ')}` : ''
  }
  if (groups.length > 1 && !groups.some((group) => group.quorum)) {
    const largest = Math.max(...groups.map((group) => group.nodes.length))
    return `nobody can form a quorum (the largest group has ${largest} of ${cluster.nodes.size})`
  }
  const within = new Set(groups.filter((group) => group.quorum).flatMap((group) => group.nodes))
  const stranded = groups.filter((group) => !group.nodes.some((node) => within.has(node)))
  return stranded
    .slice(0, GROUPS_NAMED_MAX)
    .map(({ nodes }) => `${namesOr(nodes, listOf)} cannot form a quorum (${nodes.length} of ${cluster.nodes.size})`)
    .concat(moreGroups(stranded))
    .join('; ')
}

/** More nodes of a group are counted, not named; so are more groups. */
const NODES_NAMED_MAX = 8
const GROUPS_NAMED_MAX = 5

function groupsInWords(groups: readonly ReachGroup[]): string[] {
  const named = groups.slice(0, GROUPS_NAMED_MAX).map(({ nodes }) => namesOr(nodes, (names) => names.join(' ')))
  return [...named, ...moreGroups(groups)]
}

function namesOr(nodes: readonly NodeId[], text: (names: readonly NodeId[]) => string): string {
  return nodes.length > NODES_NAMED_MAX ? `${nodes.length} nodes` : text(nodes)
}

function moreGroups(groups: readonly ReachGroup[]): string[] {
  const more = groups.length - GROUPS_NAMED_MAX
  return more > 0 ? [`${more} more`] : []
}
