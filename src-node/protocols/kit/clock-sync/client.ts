/**
 * A node that keeps its clock by asking time sources (RFC 5905): it knows how far its clock may be off, and by how much more for each
 * second since. All of it is plain data; `now_us` is always the node's own clock.
 */
import type { ClockInterval } from '../../../../src-shared/clock/interval'
import { boundOf_us, intervalAround, middleOf_us } from '../../../../src-shared/clock/interval'
import type { NodeId } from '../../../../src-shared/ids'
import { NO_CORRECTION, correctionAt_us, remaining_us, slewTo, stepTo } from './correction'
import type { Correction } from './correction'
import { driftAllowance_us, exchangeOf } from './exchange'
import type { Exchange } from './exchange'
import { intersection, overlap } from './intersection'
import type { TimeAnswer, TimeRequest } from './messages'

/** A source that has left so many requests in a row unanswered counts no longer (RFC 5905 §9.2). */
const REACH_POLLS = 8

export interface TimeClientSettings {
  /** The own clock is taken to gain or lose no more than this. */
  readonly max_drift_ppm: number
  /** What is off by more is stepped, by less slewed; 0: always stepped; Infinity: never. */
  readonly step_threshold_us: number
  readonly slew_ppm: number
}

export interface TimeClient {
  readonly settings: TimeClientSettings
  readonly sources: readonly NodeId[]
  /** Requests that wait for an answer, by source. */
  readonly asked: Map<NodeId, Asked>
  /** The newest exchange with each source. */
  readonly exchanges: Map<NodeId, Exchange>
  correction: Correction
  /** What the sources agreed on last; null: nothing yet. */
  agreed: Agreed | null
}

interface Asked {
  readonly origin_us: number
  /** Polls without an answer, this one included. */
  readonly polls: number
}

interface Agreed {
  readonly at_us: number
  /** How far own clock + target may have been off then. */
  readonly bound_us: number
  readonly stratum: number
}

/** What an answer led to. */
export interface Synchronisation {
  readonly exchange: Exchange
  /** Null: no majority of the sources (those that do not answer included) agrees. */
  readonly adjustment: Adjustment | null
  /** Sources whose time cannot be right if most of the others are. */
  readonly falsetickers: readonly NodeId[]
}

export interface Adjustment {
  /** `set`: the first one, before which nobody relied on the clock. */
  readonly how: 'set' | 'step' | 'slew'
  /** What the clock was found to be off by: positive where it was behind. */
  readonly offset_us: number
  readonly bound_us: number
  /** The clock before and right after. */
  readonly from_us: number
  readonly to_us: number
}

export function createTimeClient(sources: readonly NodeId[], settings: TimeClientSettings): TimeClient {
  return { settings, sources, asked: new Map(), exchanges: new Map(), correction: NO_CORRECTION, agreed: null }
}

/** One request for each source; they replace those that wait for an answer. */
export function nextRequests(
  { sources, asked, exchanges }: TimeClient,
  now_us: number
): readonly (readonly [NodeId, TimeRequest])[] {
  for (const source of sources) {
    const polls = (asked.get(source)?.polls ?? 0) + 1
    asked.set(source, { origin_us: now_us, polls })
    if (polls > REACH_POLLS) exchanges.delete(source)
  }
  return sources.map((source) => [source, { origin_us: now_us }] as const)
}

/** Takes in an answer and corrects the clock; null: nobody waits for that answer, or it cannot be right. */
export function onReply(client: TimeClient, source: NodeId, answer: TimeAnswer, now_us: number): Synchronisation | null {
  if (client.asked.get(source)?.origin_us !== answer.origin_us) return null
  client.asked.delete(source)
  const exchange = exchangeOf(answer, now_us, client.settings.max_drift_ppm)
  if (exchange === null) return null
  client.exchanges.set(source, exchange)
  return { exchange, ...agree(client, now_us) }
}

function agree(client: TimeClient, now_us: number): Pick<Synchronisation, 'adjustment' | 'falsetickers'> {
  const { exchanges, sources } = client
  const candidates = [...exchanges].map(([source, exchange]) => [source, correctionInterval(client, exchange, now_us)] as const)
  const majority = Math.floor(sources.length / 2) + 1
  const agreed = intersection(
    candidates.map(([, candidate]) => candidate),
    majority
  )
  if (agreed === null) return { adjustment: null, falsetickers: [] }
  const isRight = ([, candidate]: (typeof candidates)[number]) => overlap(candidate, agreed)
  const strata = candidates.filter(isRight).map(([source]) => exchanges.get(source)!.stratum)
  const falsetickers = candidates.filter((candidate) => !isRight(candidate)).map(([source]) => source)
  return { adjustment: adjust(client, agreed, Math.min(...strata) + 1, now_us), falsetickers }
}

/** What must be added to the own clock now, as far as an earlier exchange tells. */
function correctionInterval({ settings }: TimeClient, { offset_us, bound_us, at_us }: Exchange, now_us: number): ClockInterval {
  return intervalAround(offset_us, bound_us + driftAllowance_us(now_us - at_us, settings.max_drift_ppm))
}

function adjust(client: TimeClient, correct: ClockInterval, stratum: number, now_us: number): Adjustment {
  const { settings, correction: before } = client
  const [target_us, bound_us] = [middleOf_us(correct), boundOf_us(correct)]
  const from_us = reading_us(client, now_us)
  const offset_us = target_us - correctionAt_us(before, now_us)
  const how = howToCorrect(client, offset_us)
  client.correction = how === 'slew' ? slewTo(before, target_us, settings.slew_ppm, now_us) : stepTo(target_us, now_us)
  client.agreed = { at_us: now_us, bound_us, stratum }
  return { how, offset_us, bound_us, from_us, to_us: reading_us(client, now_us) }
}

function howToCorrect({ agreed, settings }: TimeClient, offset_us: number): Adjustment['how'] {
  if (agreed === null) return 'set'
  return Math.abs(offset_us) > settings.step_threshold_us ? 'step' : 'slew'
}

/** What the corrected clock shows. */
export function reading_us({ correction }: TimeClient, now_us: number): number {
  return now_us + correctionAt_us(correction, now_us)
}

/** The time as far as the client knows, around what its clock shows; null: it has no time yet. */
export function interval(client: TimeClient, now_us: number): ClockInterval | null {
  const { agreed, settings, correction } = client
  if (agreed === null) return null
  const drift_us = driftAllowance_us(now_us - agreed.at_us, settings.max_drift_ppm)
  return intervalAround(reading_us(client, now_us), agreed.bound_us + drift_us + Math.abs(remaining_us(correction, now_us)))
}

/** Its distance from a reference clock; null: it has no time yet. */
export function stratumOf({ agreed }: TimeClient): number | null {
  return agreed?.stratum ?? null
}
