import { durationText } from '../../../src-shared/charts/time-scale'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { dutyOf } from '../../../src-shared/folds/cluster'
import { groupsOf, hubsOf } from '../../../src-shared/folds/cluster-reach'
import { operationsAffected } from '../../../src-shared/folds/fault-cards'
import { faultNumbered } from '../../../src-shared/folds/faults'
import type { ReachGroup } from '../../../src-shared/folds/reachability'
import type { RunFold } from '../../../src-shared/folds/run'
import type { NodeId } from '../../../src-shared/ids'
import type { Story, StoryLine } from '../../../src-shared/panels/story'
import { replicaName } from '../../../src-shared/replica'
import { capitalised } from '../../../src-shared/text/capitalised'
import { counted } from '../../../src-shared/text/counted'
import { listOfNodes, withRanges } from '../../../src-shared/text/list-text'
import { inTerm } from './protocolFeatures'

/** A sentence about the run, for the live region, the line under the canvas and the captions of present mode. */
export interface Sentence extends StoryLine {
  /** Counts the sentences of a run, from 1. */
  readonly number: number
  readonly t: number
  /** Of the run as a whole: the disk, the machine, the recording. */
  readonly is_notice: boolean
}

const REACH = 'reach'
/** Of one node alone. */
const ONE_STRANDED = /^\S+ cannot [^;]*$/
const WRITES_LOST_MANY = 10
const SENTENCES_MAX = 50
const NOTICE_US = 10_000_000
/** What is over sooner was done at once, such as a command: the machine took that long. */
const AT_ONCE_US = 10_000
/** A protocol is asked for its story at least this far apart, but for what may change it at once. */
const STORY_APART_US = 200_000
/** What became unreachable so soon after an event did so because of it. */
const CAUSED_WITHIN_US = 20_000
/** Actions whose effect the nodes' own events tell. */
const REPORTED_BY_NODES: ReadonlySet<string> = new Set(['crash', 'pause', 'resume', 'restart'])
/** Events after which a protocol may have something to tell at once. */
const TURNING: ReadonlySet<LabEvent['kind']> = new Set<LabEvent['kind']>([
  'role',
  'node-exited',
  'node-ready',
  'node-paused',
  'node-resumed',
  'link-changed',
  'member-left'
])

interface Stranded {
  readonly text: string
  readonly since_us: number
  /** Number of the fault that did it; null: it was none. */
  readonly fault: number | null
}

/** Says what happens in plain sentences: leaders, who cannot reach whom, processes, faults, broken invariants, and what the protocol tells. Sees events after the folds did. */
export class Narrator {
  /** Newest last. */
  readonly sentences: Sentence[] = []
  /** Sentences ever said. */
  sentences_total = 0
  /** Newest leader of each group and term, by both. */
  private readonly leaders = new Map<string, NodeId>()
  private readonly paused_us = new Map<NodeId, number>()
  /** The newest fault that was told of, which somebody may still be setting. */
  private newest_fault: { readonly fault: number; readonly sentence: Sentence } | null = null
  private stranded: Stranded | null = null
  private topology = 0
  /** Nodes that start one after the other are not cut off yet. */
  private has_begun = false
  private readonly story_state: object
  private story_us = 0

  /** `term_word`: the protocol's for what its leaders are numbered by; null: they are not. `story`: of the protocol; null: it has none. */
  constructor(
    private readonly term_word: string | null,
    private readonly story: Story | null = null
  ) {
    this.story_state = story?.create() ?? {}
  }

  /** `run` has seen the event. */
  observe(event: LabEvent, run: RunFold): void {
    if (event.kind === 'fault-changed') this.updateLabel(event, run)
    const line = this.lineFor(event, run)
    if (event.kind === 'fault-started') this.has_begun = true
    if (line) this.addSentence(event.t, line, event.kind === 'notice')
    if (line && event.kind === 'fault-started') {
      this.newest_fault = { fault: event.fault, sentence: this.sentences.at(-1)! }
    }
    if (run.cluster.ended !== null) return
    if (run.cluster.topology !== this.topology) {
      this.topology = run.cluster.topology
      this.has_begun ||= [...run.cluster.nodes.values()].every(({ process }) => process === 'running')
      if (this.has_begun) this.reportReachability(event.t, run)
    }
    this.tellStory(event, run)
  }

  private tellStory({ kind, t }: LabEvent, run: RunFold): void {
    if (this.story === null || (!TURNING.has(kind) && t - this.story_us < STORY_APART_US)) return
    this.story_us = t
    for (const line of this.story.tell(this.story_state, run)) this.addSentence(t, line)
  }

  private lineFor(event: LabEvent, run: RunFold): StoryLine | null {
    switch (event.kind) {
      case 'role':
        return this.leaderLine(event, run)
      case 'node-exited':
        if (event.reason === 'stopped') return null
        if (event.reason === 'crashed') return warning(`${event.node} crashed.`, 'event', `process ${event.node}`)
        return alarm(
          `${event.node} ended by itself: ${withoutStop(event.output.at(-1) ?? event.signal ?? `code ${event.code}`)}.`
        )
      case 'node-ready':
        return event.boot > 1 ? info(`${event.node} is back${recoveredText(event)}.`, 'event', `process ${event.node}`) : null
      case 'node-paused':
        this.paused_us.set(event.node, event.t)
        return warning(`${event.node} is paused.`, 'event', `process ${event.node}`)
      case 'node-resumed':
        return info(`${event.node} goes on${this.pauseText(event)}.`, 'event', `process ${event.node}`)
      case 'fault-started':
        if (REPORTED_BY_NODES.has(event.action.do)) return null
        return warning(`${begin(run, event.label)}.`)
      case 'fault-ended':
        return this.faultOverLine(event, run)
      case 'notice':
        return { level: event.level, text: event.text, importance: event.level === 'error' ? 'alarm' : 'event' }
      case 'violation':
        return alarm(`Invariant broken, ${event.invariant}: ${withoutStop(event.text)}.`)
      case 'writes-lost':
        return writesLostLine(event)
      case 'assertion':
        return alarm(`${event.node} stopped: assertion failed, ${withoutStop(event.text)}.`)
      default:
        return null
    }
  }

  /** Of protocols that do not tell more of it themselves. The first leader of a group is no news. */
  private leaderLine(event: EventOf<'role'>, run: RunFold): StoryLine | null {
    const { node, group = '', term = 0 } = event
    const key = `${group} ${term}`
    if (this.story?.names_leaders || dutyOf(run.cluster, event) !== 'leads' || this.leaders.get(key) === node) return null
    const is_first = ![...this.leaders.keys()].some((known) => known.startsWith(`${group} `))
    this.leaders.set(key, node)
    const text = `${replicaName(event)} became ${event.role}${inTerm(this.term_word, term)}.`
    return { level: 'info', text, importance: is_first ? 'detail' : 'event' }
  }

  /** What is done at once, as what only mends, and what the nodes tell themselves, has no end worth a sentence. */
  private faultOverLine({ fault, t }: EventOf<'fault-ended'>, run: RunFold): StoryLine | null {
    const ended = faultNumbered(run, fault)
    if (ended === null || t - ended.start_us < AT_ONCE_US || REPORTED_BY_NODES.has(ended.action.do)) return null
    return info(`Over after ${durationText((t - ended.start_us) / 1000)}: ${ended.label}${affectedText(run, fault)}.`)
  }

  private pauseText({ node, t }: EventOf<'node-resumed'>): string {
    const since_us = this.paused_us.get(node)
    this.paused_us.delete(node)
    return since_us === undefined ? '' : ` after a pause of ${durationText((t - since_us) / 1000)}`
  }

  /** While a slider is dragged the same sentence is updated instead of adding one per step. */
  private updateLabel({ fault, label }: EventOf<'fault-changed'>, run: RunFold): void {
    if (this.newest_fault?.fault !== fault) return
    const index = this.sentences.indexOf(this.newest_fault.sentence)
    if (index < 0) return
    const sentence = { ...this.newest_fault.sentence, text: `${begin(run, label)}.` }
    this.sentences[index] = sentence
    this.newest_fault = { fault, sentence }
  }

  /** Says it once when running nodes find themselves cut off, and once when none is any more. */
  private reportReachability(t: number, run: RunFold): void {
    const text = unreachableText(run.cluster)
    if (text === (this.stranded?.text ?? '')) return
    const before = this.stranded
    if (text === '') {
      this.stranded = null
      // Whoever was cut off is down now.
      if (this.causeAt(t) !== null) return
      return this.addSentence(t, info(this.reachableText(before!, t, run), 'effect', REACH))
    }
    const cause = this.causeAt(t)
    const fault = cause?.fault ?? null
    this.stranded = before === null ? { text, since_us: t, fault } : { ...before, text }
    this.addSentence(
      t,
      warning(
        `${cause ? `${cause.text}: ` : ''}${this.consequence(cause === null ? begin(run, text) : text, run)}.`,
        'effect',
        REACH
      )
    )
  }

  /** The sentence that has just been said, where it tells why. */
  private causeAt(t: number): { readonly text: string; readonly fault: number | null } | null {
    const last = this.sentences.at(-1)
    if (last === undefined || last.level !== 'warning' || last.importance !== 'event' || t - last.t > CAUSED_WITHIN_US)
      return null
    return { text: withoutStop(last.text), fault: this.newest_fault?.sentence === last ? this.newest_fault.fault : null }
  }

  private consequence(text: string, run: RunFold): string {
    if (run.cluster.quorum === 'none') {
      const divided = this.story?.divided?.(run)
      return divided === undefined ? text : `${text}; ${divided}`
    }
    if (text.toLowerCase().startsWith(NOBODY)) return `${text}, so no write can succeed`
    if (text.toLowerCase().startsWith(ONLY))
      return `${text}, so no write can succeed without ${text.endsWith(REACHES) ? 'it' : 'one of them'}`
    return `${text}, so ${ONE_STRANDED.test(text) ? 'its' : 'their'} writes wait`
  }

  private reachableText({ since_us, fault }: Stranded, t: number, run: RunFold): string {
    const who = run.cluster.quorum === 'none' ? 'All running nodes reach each other' : 'Every running node is in a quorum'
    const affected = fault === null ? '' : affectedText(run, fault)
    return `${who} again, after ${durationText((t - since_us) / 1000)}${affected}.`
  }

  private addSentence(t: number, line: StoryLine, is_notice = false): void {
    this.sentences_total++
    this.sentences.push({ ...line, number: this.sentences_total, t, is_notice })
    if (this.sentences.length > SENTENCES_MAX) this.sentences.shift()
  }
}

/** As the beginning of a sentence: names of nodes stay as they are. */
function begin({ cluster }: RunFold, text: string): string {
  return cluster.nodes.has(/^\S+/.exec(text)?.[0] ?? '') ? text : capitalised(text)
}

function info(text: string, importance: StoryLine['importance'] = 'event', topic?: string): StoryLine {
  return { text, level: 'info', importance, ...(topic !== undefined && { topic }) }
}
function warning(text: string, importance: StoryLine['importance'] = 'event', topic?: string): StoryLine {
  return { ...info(text, importance, topic), level: 'warning' }
}
function alarm(text: string): StoryLine {
  return { text, level: 'error', importance: 'alarm' }
}

/** Operations by name, as a finding lists them. */
const LISTED = /(: )?[^\s,:]+:\d+(, [^\s,:]+:\d+)*( and \d+ more)?/

/** Counts the operations instead of naming them. A few now and then are what the protocol promises no better. */
function writesLostLine({ operations, text }: EventOf<'writes-lost'>): StoryLine {
  const counted_text = text.replace(LISTED, (_, colon?: string) =>
    colon === undefined ? counted(operations.length, 'write') : ''
  )
  const importance = operations.length < WRITES_LOST_MANY ? 'detail' : 'effect'
  return warning(`${withoutStop(counted_text)}.`, importance, 'writes-lost')
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '')
}

function recoveredText({ recovered_records: records }: EventOf<'node-ready'>): string {
  return records === 0 ? '' : ` with ${counted(records, 'record')} from its disk`
}

/** `; it affected 14 operations`; nothing where it affected none. */
function affectedText(run: RunFold, fault: number): string {
  const affected = operationsAffected(run, fault)
  return affected === 0 ? '' : `; it affected ${counted(affected, 'operation')}`
}

/** What stands beside the headline: the newest sentence, but a notice only for a while, for the cluster is what one looks at. */
export function latestSentence({ sentences }: Narrator, now_us: number): Sentence | null {
  for (let index = sentences.length - 1; index >= 0; index--) {
    const sentence = sentences[index]!
    if (!sentence.is_notice || now_us - sentence.t < NOTICE_US) return sentence
  }
  return null
}

const NOBODY = 'nobody'
const ONLY = 'only'
const REACHES = ' reaches a quorum'

/** Which running nodes cannot form a quorum, or reach each other where none is asked for, as a sentence; empty when all can. */
export function unreachableText(cluster: ClusterFold): string {
  const groups = groupsOf(cluster)
  if (cluster.quorum === 'none') {
    return groups.length > 1 ? `not all reach each other: ${groupsInWords(groups).join(' | ')}` : ''
  }
  if (groups.length > 1 && !groups.some((group) => group.quorum)) {
    const hubs = hubsOf(cluster, groups)
    if (hubs.length > 0) return `${ONLY} ${namesOr(hubs, listOfNodes)}${hubs.length === 1 ? REACHES : ' reach a quorum'}`
    const largest = Math.max(...groups.map((group) => group.nodes.length))
    return `${NOBODY} can form a quorum (the largest group has ${largest} of ${cluster.nodes.size})`
  }
  const within = new Set(groups.filter((group) => group.quorum).flatMap((group) => group.nodes))
  const stranded = groups.filter((group) => !group.nodes.some((node) => within.has(node)))
  return stranded
    .slice(0, GROUPS_NAMED_MAX)
    .map(({ nodes }) => `${namesOr(nodes, listOfNodes)} cannot form a quorum (${nodes.length} of ${cluster.nodes.size})`)
    .concat(moreGroups(stranded))
    .join('; ')
}

/** More nodes of a group are counted, not named; so are more groups. */
const NODES_NAMED_MAX = 8
const GROUPS_NAMED_MAX = 5

function groupsInWords(groups: readonly ReachGroup[]): string[] {
  const named = groups.slice(0, GROUPS_NAMED_MAX).map(({ nodes }) => namesOr(nodes, (names) => withRanges(names).join(' ')))
  return [...named, ...moreGroups(groups)]
}

function namesOr(nodes: readonly NodeId[], text: (names: readonly NodeId[]) => string): string {
  return nodes.length > NODES_NAMED_MAX ? `${nodes.length} nodes` : text(nodes)
}

function moreGroups(groups: readonly ReachGroup[]): string[] {
  const more = groups.length - GROUPS_NAMED_MAX
  return more > 0 ? [`${more} more`] : []
}
