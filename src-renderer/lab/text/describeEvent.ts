import { lookOf, messageLooks } from '../../../src-shared/description/messages'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import type { LabEvent, MessageRef } from '../../../src-shared/events'
import { findTrace } from '../../../src-shared/folds/messages'
import { factNamed } from '../../../src-shared/protocols/registry'
import { replicaName } from '../../../src-shared/replica'
import { listOf } from '../../../src-shared/text/list-text'
import type { RunFolds } from '../run/runFolds'
import { count, milliseconds, offset } from './format'
import { operationText } from './operationText'
import { inTerm } from './protocolFeatures'

/** What a protocol calls its messages, and what its leaders are numbered by. */
export interface ProtocolWords extends Partial<Pick<ProtocolDescription, 'term' | 'messages'>> {
  /** Of a message that was sent; its sender alone tells them. */
  readonly formsOf?: (message: MessageRef) => readonly string[] | null | undefined
}

/** The words of a run, with what is known of its messages. */
export function wordsOf({ protocol, fold }: Pick<RunFolds, 'protocol' | 'fold'>): ProtocolWords {
  return { ...protocol, formsOf: (message) => findTrace(fold.messages, message)?.forms }
}

/** One list, since looks are kept by list. */
const NO_MESSAGES: ProtocolDescription['messages'] = []

/** What an event is, in one plain sentence. */
export function describeEvent(event: LabEvent, { term, messages = NO_MESSAGES, formsOf }: ProtocolWords = {}): string {
  switch (event.kind) {
    case 'run-started':
      return `The run begins: ${event.nodes.length} nodes, ${event.clients.length} clients, seed ${event.seed}.`
    case 'run-ended':
      return `The run is over${event.text ? `: ${event.text}` : ''}.`
    case 'notice':
      return event.text
    case 'sampling':
      return `From here on one message in ${event.keep_one_in} of ${event.source} is traced.`
    case 'intervention':
      return `Somebody reached in: ${event.intervention.do}.`
    case 'gap':
      return `${count(event.lost)} events are missing here (${event.source}).`
    case 'member-joined':
      return `${event.node} joins the cluster${event.role === null ? '' : ` as ${event.role}`}.`
    case 'member-left':
      return `${event.node} has left the cluster.`
    case 'node-started':
      return `${event.node} starts, boot ${event.boot}${event.generation ? `, disk generation ${event.generation}` : ''}.`
    case 'node-ready':
      return `${event.node} is ready; it found ${count(event.recovered_records)} records on its disk.`
    case 'node-exited':
      return event.reason === 'failed' ? `${event.node} ended by itself.` : `${event.node} ${event.reason}.`
    case 'node-paused':
      return `${event.node} is paused.`
    case 'node-resumed':
      return `${event.node} goes on.`
    case 'node-clock':
      return `The clock of ${event.node} is set to ${offset(event.offset_us)}, drift ${event.drift_ppm} ppm.`
    case 'node-disk':
      return `The disk of ${event.node} changes.`
    case 'node-switches':
      return event.switches.length === 0
        ? `No bug is on in ${event.node}.`
        : `Bugs on in ${event.node}: ${listOf(event.switches)}.`
    case 'node-log':
      return `${event.node} says: ${event.text}`
    case 'role':
      return `${replicaName(event)} is ${event.role}${inTerm(term, event.term)}${following(event.node, event.leader)}.`
    case 'fact':
      return factNamed(event.fact)?.textOf(event) ?? `${replicaName(event)} tells ${event.fact}.`
    case 'contents':
      return `${replicaName(event)} sums up what it keeps.`
    case 'note':
      return `${replicaName(event)}: ${event.detail}`
    case 'assertion':
      return `${replicaName(event)} stops: assertion failed, ${event.text}`
    case 'sent':
      return `${event.from} sends ${lookOf(messageLooks(messages), event.type, event.forms).word} to ${event.to}.`
    case 'delivered':
      if (event.corrupted) return `A message${between(event)} arrives corrupted.`
      if (event.altered) return `A message${between(event)} arrives altered, under a right checksum.`
      return `A message${between(event)} arrives after ${milliseconds(event.late_us / 1000)}.`
    case 'dropped':
      return `A message${between(event)} is dropped: ${event.cause}.`
    case 'held':
      return `A message${between(event)} is held back by hand.`
    case 'received':
      return `${event.to} reads ${lookOf(messageLooks(messages), event.type, formsOf?.(event)).word} from ${event.from}.`
    case 'invoke':
      return `${event.client} asks: ${operationText(event.operation)}.`
    case 'attempt':
      return `${event.client} sends its operation ${event.op} to ${event.node}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}.`
    case 'ok':
      return `${event.client} hears from ${event.node} that operation ${event.op} succeeded, after ${milliseconds(event.latency_us / 1000)}.`
    case 'fail':
      return `Operation ${event.op} of ${event.client} failed: ${event.error}.`
    case 'info':
      return `${event.client} will never know what became of operation ${event.op}: ${event.error}.`
    case 'fault-started':
      return `${event.label} (${event.by === 'timeline' ? 'timeline' : 'by hand'}).`
    case 'fault-changed':
      return `Changed: ${event.label}.`
    case 'fault-ended':
      return `Fault ${event.fault} ends.`
    case 'link-changed':
      return linksText(event.links.map(({ link, mode }) => `${link.replace('>', ' → ')} ${mode}`))
    case 'sample':
      return `${event.node} reports its gauges.`
    case 'links':
      return 'The links report their counters.'
    case 'violation':
      return `Invariant broken, ${event.invariant}: ${event.text}`
    case 'writes-lost':
      return `Acknowledged writes lost: ${event.text}`
  }
}

function following(node: string, leader: string | null = null): string {
  return leader === null || leader === node ? '' : ` and follows ${leader}`
}

function between({ from, to }: MessageRef): string {
  return ` from ${from} to ${to}`
}

const LINKS_NAMED_MAX = 3

function linksText(links: readonly string[]): string {
  const more = links.length - LINKS_NAMED_MAX
  return `Links change: ${links.slice(0, LINKS_NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
