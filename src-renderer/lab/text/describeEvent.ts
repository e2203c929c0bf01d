import type { HintMark, LabEvent, LogEntryMark, MessageRef } from '../../../src-shared/events'
import { listOf } from '../../../src-shared/text/list-text'
import { count, milliseconds, offset } from './format'
import { operationText } from './operationText'
import { inTerm } from './protocolFeatures'

/** What an event is, in one plain sentence. */
export function describeEvent(event: LabEvent): string {
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
      return `${event.node} is ${event.role}${inTerm(event.term)}${following(event.node, event.leader)}.`
    case 'log-append':
      return `${event.node} writes ${entriesText(event.entries)} to its log.`
    case 'log-truncate':
      return `${event.node} removes its log from entry ${event.from_index} on.`
    case 'log-snapshot':
      return `${event.node} keeps everything up to entry ${event.index} in a snapshot.`
    case 'commit':
      return `${event.node} knows entry ${event.index} to be committed.`
    case 'apply':
      return `${event.node} applies ${entriesText(event.entries)}.`
    case 'vote':
      return `${event.node} votes for ${event.candidate} in term ${event.term}.`
    case 'log-durable':
      return `The log of ${event.node} is on its disk up to entry ${event.index}.`
    case 'versions':
      return `${event.node} has ${listOf(event.rows.map(({ key }) => key))} on its disk.`
    case 'hints':
      return `${event.node} has ${event.hints.length === 0 ? 'no hints' : listOf(event.hints.map(hintText))} on its disk.`
    case 'contents':
      return `${event.node} sums up what it keeps.`
    case 'updates':
      return `${event.node} has ${listOf(event.updates.map(({ origin, n }) => `update ${n} of ${origin}`))} on its disk.`
    case 'write-quorum':
      return `${event.node} acknowledges ${event.operation}: stored by ${listOf([...event.stored_by, ...event.hinted_for.map((node, i) => `${event.hinted_by[i]} for ${node}`)])}.`
    case 'note':
      return `${event.node}: ${event.detail}`
    case 'assertion':
      return `${event.node} stops: assertion failed, ${event.text}`
    case 'sent':
      return `${event.from} sends ${event.type} to ${event.to}.`
    case 'delivered':
      return event.corrupted
        ? `A damaged message${between(event)} arrives.`
        : `A message${between(event)} arrives after ${milliseconds(event.late_us / 1000)}.`
    case 'dropped':
      return `A message${between(event)} is lost: ${event.cause}.`
    case 'held':
      return `A message${between(event)} is held back by hand.`
    case 'received':
      return `${event.to} reads ${event.type} from ${event.from}.`
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

function following(node: string, leader: string | null): string {
  return leader === null || leader === node ? '' : ` and follows ${leader}`
}

function between({ from, to }: MessageRef): string {
  return ` from ${from} to ${to}`
}

function entriesText(entries: readonly LogEntryMark[]): string {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return 'nothing'
  return first === last ? `entry ${first.index}` : `entries ${first.index} to ${last.index}`
}

const LINKS_NAMED_MAX = 3

function linksText(links: readonly string[]): string {
  const more = links.length - LINKS_NAMED_MAX
  return `Links change: ${links.slice(0, LINKS_NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

function hintText({ key, to, versions }: HintMark): string {
  return versions.length === 0 ? `no more hint about ${key} for ${to}` : `a hint about ${key} for ${to}`
}
