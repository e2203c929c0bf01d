/** What each fault did. Definitions stand at `FaultCard` in `result.ts`. */
import type { DropCause, EventOf, LabEvent, LinkCounters } from '../events'
import type { FaultAction } from '../faults/actions'
import type { LinkId } from '../ids'
import { clears } from '../network/netem'
import type { FaultCard } from '../result'
import type { ClusterFold } from './cluster'
import type { WithDeclared } from './declared'
import type { FaultInterval, FaultsFold } from './faults'
import type { OpenOperation, OperationsFold } from './operations'
import { outcomeOf } from './operations'
import { recoveryOf } from './recovery'
import { Ring } from './ring'

/** The folds of a run that cards are told from. */
interface CardSource extends WithDeclared {
  readonly cluster: ClusterFold
  readonly faults: FaultsFold
  readonly operations: OperationsFold
}

interface FrameCounts {
  readonly cut: number
  readonly disturbed: number
}

interface CardState {
  readonly interval: FaultInterval
  readonly links: readonly LinkId[]
  /** Counts on its links when it began. */
  readonly before: FrameCounts
  /** Counts that it caused, once it is over. */
  caused: FrameCounts | null
  /** Median latency of the seconds before it, µs. */
  readonly median_before_us: number | null
  affected: number
  failed: number
  unknown: number
}

export interface FaultCardsFold {
  readonly cards: Ring<CardState>
  /** Cards whose numbers may still change. */
  open: CardState[]
}

const CARDS_MAX = 10_000
/** How long before a fault counts as "before", µs. */
const BEFORE_US = 10_000_000
/** Operations still open this long after a fault are not attributed to it, µs. */
const AFTER_US = 60_000_000
/** An operation is slow when it took this many times the median. */
const SLOW_FACTOR = 5

const REPAIR_ACTIONS: ReadonlySet<FaultAction['do']> = new Set<FaultAction['do']>([
  'heal',
  'restart',
  'restart-all',
  'resume',
  'backup-disk',
  'command'
])

export function createFaultCardsFold(): FaultCardsFold {
  return { cards: new Ring(CARDS_MAX), open: [] }
}

/** Call after the run's other folds have seen the event; `completed` is what `foldOperations` returned. */
export function foldFaultCards(fold: FaultCardsFold, event: LabEvent, run: CardSource, completed: OpenOperation | null): void {
  if (event.kind === 'fault-started') return openCard(fold, event, run)
  if (fold.open.length === 0) return
  if (completed !== null) for (const card of fold.open) countOperation(card, event, completed)
  if (event.kind === 'links') {
    for (const card of fold.open) if (isOver(card, event.t)) card.caused ??= causedBy(card, run)
    fold.open = fold.open.filter((card) => !isSettled(card, run))
  }
}

/** Cards of all faults, in the order in which they began. Those of the newest faults still change while the run goes on. */
export function faultCards(run: CardSource & { readonly cards: FaultCardsFold }): FaultCard[] {
  return run.cards.cards.toArray().map((card) => cardOf(card, run))
}

/** Operations that the fault has affected so far. */
export function operationsAffected({ cards }: { readonly cards: FaultCardsFold }, fault: number): number {
  for (let place = cards.cards.length - 1; place >= 0; place--) {
    const card = cards.cards.at(place)!
    if (card.interval.fault === fault) return card.affected
  }
  return 0
}

/** Repair actions and operator commands are not faults: no effect is counted. */
function isRepair(action: FaultAction): boolean {
  if (action.do !== 'link') return REPAIR_ACTIONS.has(action.do)
  const { mode = 'open', settings = {} } = action.change
  return mode === 'open' && clears(settings)
}

function openCard(fold: FaultCardsFold, event: EventOf<'fault-started'>, run: CardSource): void {
  const interval = run.faults.active.get(event.fault)
  if (interval === undefined || isRepair(event.action)) return
  const links = event.links.length > 0 ? event.links : linksOfNodes(run, event.nodes)
  const span = { from_us: event.t - BEFORE_US, to_us: event.t }
  const card: CardState = {
    interval,
    links,
    before: countFrames(run, links, event.action),
    caused: null,
    median_before_us: run.operations.buckets.sum(span).latency_us.percentile(0.5),
    affected: 0,
    failed: 0,
    unknown: 0
  }
  fold.cards.push(card)
  fold.open.push(card)
}

function countOperation(card: CardState, event: LabEvent, operation: OpenOperation): void {
  const { start_us, end_us } = card.interval
  if (event.t < start_us || operation.t > (end_us ?? Infinity)) return
  const outcome = outcomeOf(event)
  if (outcome === 'fail') card.failed += 1
  if (outcome === 'unknown') card.unknown += 1
  const slow_us = card.median_before_us === null ? Infinity : SLOW_FACTOR * card.median_before_us
  const slow = 'latency_us' in event && event.latency_us > slow_us
  if (outcome !== 'ok' || operation.attempts > 1 || slow) card.affected += 1
}

function isOver(card: CardState, t_us: number): boolean {
  return card.interval.end_us !== null && t_us >= card.interval.end_us
}

/** Over, counted, and no operation left that was open during it. */
function isSettled(card: CardState, run: CardSource): boolean {
  if (card.caused === null) return false
  const end_us = card.interval.end_us!
  const oldest = run.operations.open.values().next().value
  return oldest === undefined || oldest.t > end_us || run.cluster.now_us > end_us + AFTER_US
}

function linksOfNodes(run: CardSource, nodes: readonly string[]): LinkId[] {
  return [...run.cluster.links.values()]
    .filter(({ from, to }) => nodes.includes(from) || nodes.includes(to))
    .map((link) => link.id)
}

function causedBy(card: CardState, run: CardSource): FrameCounts {
  const now = countFrames(run, card.links, card.interval.action)
  return { cut: now.cut - card.before.cut, disturbed: now.disturbed - card.before.disturbed }
}

function countFrames(run: CardSource, links: readonly LinkId[], action: FaultAction): FrameCounts {
  const causes = dropCausesOf(action)
  let cut = 0
  let disturbed = 0
  for (const id of links) {
    const counters = run.cluster.links.get(id)?.counters
    if (!counters) continue
    for (const cause of causes) cut += counters.dropped[cause] ?? 0
    disturbed += disturbedFrames(counters, action)
  }
  return { cut, disturbed }
}

const CUT_CAUSES: readonly DropCause[] = ['cut', 'not-connected', 'sender-queue-full']
const DOWN_CAUSES: readonly DropCause[] = ['receiver-gone', 'not-connected', 'queue-full', 'sender-queue-full']

/** The causes of loss that an action can bring about. */
function dropCausesOf(action: FaultAction): readonly DropCause[] {
  switch (action.do) {
    case 'partition':
      return [action.mode, 'not-connected', 'sender-queue-full']
    case 'cut-cable':
      return CUT_CAUSES
    case 'region-dark':
      return action.how === 'down' ? DOWN_CAUSES : CUT_CAUSES
    case 'region-slow':
      return ['queue-full', 'sender-queue-full']
    case 'link': {
      const { mode, settings = {} } = action.change
      const causes: DropCause[] = []
      if (mode !== undefined && mode !== 'open') causes.push(mode, 'not-connected', 'sender-queue-full')
      if (settings.loss_percent || settings.gilbert_elliott || settings.loss_state) causes.push('loss')
      if (settings.corrupt_percent) causes.push('corrupt')
      if (settings.alter_percent) causes.push('malformed')
      if (settings.rate_bit_s || settings.delay_ms || settings.queue_limit) causes.push('queue-full', 'sender-queue-full')
      return [...new Set(causes)]
    }
    case 'crash':
    case 'crash-all':
    case 'stop':
    case 'lose-disk':
    case 'restore-disk':
    case 'pause':
      return DOWN_CAUSES
    default:
      return []
  }
}

/** A delay touches every frame that passes; otherwise only what was copied, damaged, altered or overtaken counts. */
function disturbedFrames(counters: LinkCounters, action: FaultAction): number {
  if (action.do === 'region-slow') return counters.delivered
  if (action.do !== 'link' || action.change.settings === undefined) return 0
  const { delay_ms, jitter_ms, rate_bit_s } = action.change.settings
  if (delay_ms || jitter_ms || rate_bit_s) return counters.delivered
  return counters.duplicated + counters.corrupted + (counters.altered ?? 0) + counters.reordered
}

function cardOf(card: CardState, run: CardSource): FaultCard {
  const { interval, affected, failed, unknown } = card
  const { start_us, end_us } = interval
  const frames = card.caused ?? causedBy(card, run)
  const recovery_ms = end_us === null ? null : recoveryOf(run.operations, start_us, end_us, run.cluster.now_us)
  const until_us = (end_us ?? run.cluster.now_us) + (recovery_ms ?? 0) * 1000
  const numbers = {
    messages_cut: frames.cut,
    messages_disturbed: frames.disturbed,
    operations_affected: affected,
    operations_failed: failed,
    operations_unknown: unknown,
    effects: run.declared.flatMap(({ fold, state }) => fold.effects?.(state, start_us, until_us) ?? []),
    recovery_ms
  }
  return {
    fault: interval.fault,
    action: interval.action.do,
    label: interval.label,
    by: interval.by,
    start_ms: start_us / 1000,
    end_ms: end_us === null ? null : end_us / 1000,
    nodes: interval.nodes,
    links: interval.links,
    ...numbers,
    verdict: verdictOf(numbers)
  }
}

type Numbers = Omit<FaultCard, 'fault' | 'action' | 'label' | 'by' | 'start_ms' | 'end_ms' | 'nodes' | 'links' | 'verdict'>

function verdictOf(numbers: Numbers): string {
  const { operations_affected: affected, operations_failed: failed, operations_unknown: unknown } = numbers
  const parts: string[] = []
  if (numbers.messages_cut > 0) parts.push(`it stopped ${count(numbers.messages_cut, 'message')}`)
  if (numbers.messages_disturbed > 0) parts.push(`it disturbed ${count(numbers.messages_disturbed, 'message')}`)
  if (affected > 0) {
    const details = [failed > 0 ? `${failed} failed` : '', unknown > 0 ? `${unknown} unknown` : ''].filter(Boolean).join(', ')
    parts.push(`${count(affected, 'operation')} affected${details && ` (${details})`}`)
  }
  for (const { text } of numbers.effects) if (text !== undefined) parts.push(text)
  const { recovery_ms } = numbers
  if (recovery_ms === 0) parts.push('throughput dipped and was back when it ended')
  else if (recovery_ms !== null) parts.push(`throughput back ${Math.round(recovery_ms)} ms after it ended`)
  return parts.length === 0 ? 'No effect: no message was stopped and no operation affected.' : `Effect: ${parts.join('; ')}.`
}

function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`
}
