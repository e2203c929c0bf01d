/** The run as lines of a log: what nodes said, and everything else that is seldom enough to be read line by line. */
import type { LabEvent } from '../../../src-shared/events'
import { Ring } from '../../../src-shared/folds/ring'
import type { NodeId } from '../../../src-shared/ids'
import { volumeOf } from '../../../src-shared/protocols/volume'
import { replicaName } from '../../../src-shared/replica'
import { capitalised } from '../../../src-shared/text/capitalised'
import { describeEvent } from '../text/describeEvent'

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface LogLine {
  readonly seq: number
  readonly t_us: number
  /** Whom it is about; none: the run. */
  readonly nodes: readonly NodeId[]
  /** The same as people read it: replicas by their names. */
  readonly source: string
  readonly level: LogLevel
  readonly topic: string
  readonly text: string
}

/** Lines kept, the newest. */
const LINES_MAX = 100_000

/** Collects a run's lines in the order of the stream. */
export class EventLog {
  readonly lines: Ring<LogLine>
  /** Those that have occurred. */
  readonly topics = new Set<string>()

  /** `term_word` as the narrator's. */
  constructor(
    private readonly term_word: string | null,
    lines_max = LINES_MAX
  ) {
    this.lines = new Ring(lines_max)
  }

  observe(event: LabEvent): void {
    if (event.kind !== 'node-log' && volumeOf(event) !== 'event') return
    if (event.kind === 'node-exited' && event.reason === 'failed') {
      for (const text of event.output) this.add(event, 'error', 'output', text)
    }
    this.add(event, levelOf(event), topicOf(event), textOf(event, this.term_word))
  }

  private add(event: LabEvent, level: LogLevel, topic: string, text: string): void {
    const nodes = nodesOf(event)
    const source = 'node' in event ? replicaName(event) : nodes.join(' ')
    this.topics.add(topic)
    this.lines.push({ seq: event.seq, t_us: event.t, nodes, source, level, topic, text: withoutName(text, source) })
  }
}

function nodesOf(event: LabEvent): readonly NodeId[] {
  if ('node' in event) return [event.node]
  return event.kind === 'fault-started' ? event.nodes : []
}

function levelOf(event: LabEvent): LogLevel {
  switch (event.kind) {
    case 'node-log':
    case 'notice':
      return event.level
    case 'assertion':
    case 'violation':
    case 'writes-lost':
      return 'error'
    case 'node-exited':
      return event.reason === 'failed' ? 'error' : 'warning'
    case 'fault-started':
    case 'fault-changed':
    case 'node-paused':
    case 'gap':
      return 'warning'
    default:
      return 'info'
  }
}

const TOPICS: Readonly<Partial<Record<LabEvent['kind'], string>>> = {
  'node-log': 'output',
  'node-started': 'process',
  'node-ready': 'process',
  'node-exited': 'process',
  'node-paused': 'process',
  'node-resumed': 'process',
  'node-clock': 'clock',
  'node-disk': 'disk',
  'node-switches': 'switches',
  'member-joined': 'members',
  'member-left': 'members',
  role: 'role',
  assertion: 'check',
  violation: 'check',
  'writes-lost': 'check',
  'fault-started': 'fault',
  'fault-changed': 'fault',
  'fault-ended': 'fault',
  'link-changed': 'link'
}

/** What a note or a fact is about is its own word. */
function topicOf(event: LabEvent): string {
  if (event.kind === 'note') return event.topic.replaceAll('-', ' ')
  if (event.kind === 'fact') return event.fact.replaceAll('-', ' ')
  return TOPICS[event.kind] ?? 'run'
}

function textOf(event: LabEvent, term_word: string | null): string {
  switch (event.kind) {
    case 'node-log':
    case 'assertion':
      return event.text
    case 'note':
      return event.detail
    case 'node-started':
      return event.pid === null ? describe(event, term_word) : `Process ${event.pid} starts, boot ${event.boot}.`
    case 'node-ready': {
      const torn = event.truncated_bytes > 0 ? ` ${event.truncated_bytes} bytes of a torn tail were dropped.` : ''
      return describe(event, term_word) + torn
    }
    case 'node-exited': {
      const how = event.signal ?? (event.code === null ? '' : `code ${event.code}`)
      return describe(event, term_word) + (how && ` (${how})`)
    }
    default:
      return describe(event, term_word)
  }
}

function describe(event: LabEvent, term_word: string | null): string {
  return describeEvent(event, term_word === null ? {} : { term: term_word })
}

/** A column of its own says whose line it is. */
function withoutName(text: string, source: string): string {
  return source !== '' && text.startsWith(`${source} `) ? capitalised(text.slice(source.length + 1)) : text
}
