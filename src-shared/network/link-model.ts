import { CorrelatedChance, CorrelatedUniform } from './correlation'
import { delayQuantile } from './distributions'
import type { Quantile } from './distributions'
import { createDraw, DRAWS } from './draw'
import type { Draw, DrawPurpose } from './draw'
import { createGilbertElliott, createLossState } from './loss'
import type { LossModel } from './loss'
import { CLEAR_LINK } from './netem'
import type { LinkMode, LinkSettings } from './netem'
import { FRAME_CHECKED_FROM } from '../wire/frame'
import type { DropCause, LinkCounters } from '../events'
import type { LinkId } from '../ids'

/** One copy of a frame on its way. Hand it back to {@link LinkModel.leave} when its time has come. */
export interface Delivery {
  /** When it reaches the receiver, in microseconds of the run; never earlier. */
  readonly due_us: number
  /** 1 for the second copy of a duplicated frame. */
  readonly copy: 0 | 1
  /** Which bit of the frame to flip, -1 for none. Never one of length or checksum, so that the receiver can tell. */
  readonly corrupt_bit: number
  /** Where in its body a bit flips under a right checksum, as a share of the body's bits, 0 to 1; -1 for nowhere. */
  readonly alter_at: number
}

/** What becomes of an offered frame: why it is dropped, or when its copies arrive. */
export type OfferOutcome = DropCause | readonly Delivery[]

/** When settings change, what is under way is late by no more jitter than so many standard deviations. */
const JITTER_UNITS_MAX = 8

/** What a link has counted: by the number of frames offered it also knows which draws come next. */
export interface LinkMemory {
  offered: number
  delivered: number
  duplicated: number
  corrupted: number
  altered: number
  reordered: number
  bytes_offered: number
  bytes_delivered: number
  delay_us_sum: number
  /** null: nothing yet. */
  dropped: Partial<Record<DropCause, number>> | null
}

export function newLinkMemory(): LinkMemory {
  return {
    offered: 0,
    delivered: 0,
    duplicated: 0,
    corrupted: 0,
    altered: 0,
    reordered: 0,
    bytes_offered: 0,
    bytes_delivered: 0,
    delay_us_sum: 0,
    dropped: null
  }
}

export function countersOf(memory: LinkMemory, queued: number): LinkCounters {
  const { offered, delivered, duplicated, corrupted, altered, reordered, bytes_offered, bytes_delivered, delay_us_sum } = memory
  // Field by field: spread into the middle of an object they would take several times as long, for every link at every sample.
  return {
    offered,
    delivered,
    duplicated,
    corrupted,
    altered,
    reordered,
    bytes_offered,
    bytes_delivered,
    delay_us_sum,
    dropped: { ...memory.dropped },
    queued
  }
}

/** Derived from the settings; rebuilt on each change, which resets correlated-fault state. */
interface Faults {
  readonly delay_ms: Quantile
  readonly delay: CorrelatedUniform
  readonly loss: CorrelatedChance
  readonly loss_models: readonly LossModel[]
  readonly duplicate: CorrelatedChance
  readonly corrupt: CorrelatedChance
  readonly alter: CorrelatedChance
  readonly reorder: CorrelatedChance
}

/**
 * One directed link: decides the fate of every frame offered to it, and counts. Pure but for its own memory; time comes in as an
 * argument and random draws depend on (seed, link, frame number, fault) alone. The proxies and the simulator both call it.
 *
 * Whoever drives it holds the frames until they are due, then calls `leave`, and `delivered` or `dropped`. Always holds:
 * offered + duplicated = delivered + dropped + queued.
 */
export class LinkModel {
  private current_draw: Draw
  /** Made when a frame first needs them: most links of a large cluster never do. */
  private made_faults: Faults | null = null
  private current_mode: LinkMode = 'open'
  /** When the sender's end of the wire is free again; a fraction of a microsecond counts at high rates. */
  private wire_free_us = 0
  private latest_due_us = 0
  private queued_count = 0
  private queued_bytes = 0
  private clear: boolean
  private delay_only: boolean

  constructor(
    readonly link: LinkId,
    seed: number,
    private current_settings: LinkSettings = CLEAR_LINK,
    private readonly memory: LinkMemory = newLinkMemory()
  ) {
    this.current_draw = createDraw(seed, link)
    this.clear = isClear(current_settings)
    this.delay_only = isDelayOnly(current_settings)
  }

  /** What the link draws, by frame; whoever drives it may draw as well, for purposes of its own. */
  get draw(): Draw {
    return this.current_draw
  }

  get mode(): LinkMode {
    return this.current_mode
  }

  get settings(): LinkSettings {
    return this.current_settings
  }

  /** Whether a frame offered now would arrive at once and unharmed: the driver may then `pass` it instead of asking. */
  get isPassThrough(): boolean {
    return this.clear && this.queued === 0 && this.current_mode === 'open'
  }

  /** Whether a frame offered now would arrive unharmed and once, in its time: the driver may then `carry` it instead of asking. */
  get isDelayOnly(): boolean {
    return this.delay_only && this.current_mode === 'open' && this.queued < this.current_settings.queue_limit
  }

  /**
   * Takes effect at once. Returns the latest due time allowed for frames already queued (so that a shorter delay or higher rate
   * applies to them too): cap their due times to it, keeping order. or whose rate grew does not stay stuck behind what the old
   * settings queued. Move later due times to it, keeping their order.
   */
  change(now_us: number, mode: LinkMode, settings: LinkSettings): number {
    this.current_mode = mode
    this.current_settings = settings
    this.made_faults = null
    this.clear = isClear(settings)
    this.delay_only = isDelayOnly(settings)
    this.wire_free_us = Math.min(this.wire_free_us, now_us + serialisation_us(this.queued_bytes, settings))
    const sent_us = Math.max(now_us, this.wire_free_us)
    const horizon_us = Math.ceil(sent_us + (settings.delay_ms + JITTER_UNITS_MAX * settings.jitter_ms) * 1000)
    this.latest_due_us = Math.min(this.latest_due_us, horizon_us)
    return horizon_us
  }

  /** Counts a frame through an {@link isPassThrough} link. */
  pass(bytes: number): void {
    this.memory.offered++
    this.memory.bytes_offered += bytes
    this.memory.delivered++
    this.memory.bytes_delivered += bytes
  }

  /** What {@link offer} does on an {@link isSteady} link: when the frame arrives. */
  offerDelayOnly(now_us: number, bytes: number): number {
    this.memory.bytes_offered += bytes
    return this.schedule(now_us, ++this.memory.offered, bytes, DRAWS.delay, false)
  }

  /** Decides what becomes of a frame of `bytes`, header included, that the sender hands over now. */
  offer(now_us: number, bytes: number): OfferOutcome {
    const frame = ++this.memory.offered
    this.memory.bytes_offered += bytes
    if (this.current_mode !== 'open') return this.dropped(this.current_mode)
    const corrupt_bit = this.corruptBit(frame, bytes)
    const alter_at = this.happens(this.faults.alter, frame, DRAWS.alter, DRAWS.alter) ? this.draw(frame, DRAWS.alter_at) : -1
    const duplicated = this.happens(this.faults.duplicate, frame, DRAWS.duplicate, DRAWS.duplicate_repeat)
    const overtakes = this.happens(this.faults.reorder, frame, DRAWS.reorder, DRAWS.reorder_repeat)
    if (this.isLost(frame)) return this.dropped('loss')
    if (this.queued >= this.current_settings.queue_limit) return this.dropped('queue-full')

    if (corrupt_bit >= 0) this.memory.corrupted++
    if (alter_at >= 0) this.memory.altered++
    const due_us = this.schedule(now_us, frame, bytes, DRAWS.delay, overtakes)
    const deliveries: Delivery[] = [{ due_us, copy: 0, corrupt_bit, alter_at }]
    if (duplicated && this.queued < this.current_settings.queue_limit) {
      this.memory.duplicated++
      deliveries.push({
        due_us: this.schedule(now_us, frame, bytes, DRAWS.copy_delay, overtakes),
        copy: 1,
        corrupt_bit,
        alter_at
      })
    }
    return deliveries
  }

  /** Frames draw from this seed from now on. */
  reseed(seed: number): void {
    this.current_draw = createDraw(seed, this.link)
  }

  /** Takes a copy out of the link, whatever the link would have done: it waits no more. */
  take(bytes: number): void {
    this.queued_count--
    this.queued_bytes -= bytes
  }

  /** A copy's time has come: null if it comes out at the far end, else why it does not (the link is no longer open). */
  leave(bytes: number): DropCause | null {
    this.take(bytes)
    return this.current_mode === 'open' ? null : this.dropped(this.current_mode)
  }

  /** Counts a copy that the receiver was handed `delay_us` after it was offered. */
  delivered(bytes: number, delay_us: number): void {
    this.memory.delivered++
    this.memory.bytes_delivered += bytes
    this.memory.delay_us_sum += delay_us
  }

  /** Counts a copy that was dropped, and returns the cause. */
  dropped(cause: DropCause): DropCause {
    const dropped = (this.memory.dropped ??= {})
    dropped[cause] = (dropped[cause] ?? 0) + 1
    return cause
  }

  counters(): LinkCounters {
    return countersOf(this.memory, this.queued)
  }

  /** Copies on their way. */
  get queued(): number {
    return this.queued_count
  }

  /** Frames offered so far. */
  get offered(): number {
    return this.memory.offered
  }

  /** Nothing is under way, and nothing in mind but its memory: a model made anew from that goes on as this one would. */
  get isForgettable(): boolean {
    const { delay_correlation_percent } = this.current_settings
    return this.queued === 0 && this.current_mode === 'open' && this.delay_only && delay_correlation_percent === 0
  }

  private get faults(): Faults {
    return (this.made_faults ??= createFaults(this.current_settings))
  }

  private happens(chance: CorrelatedChance, frame: number, purpose: DrawPurpose, repeat: DrawPurpose): boolean {
    if (chance.neverHappens) return false
    return chance.next(
      () => this.draw(frame, purpose),
      () => this.draw(frame, repeat)
    )
  }

  private isLost(frame: number): boolean {
    let lost = this.happens(this.faults.loss, frame, DRAWS.loss, DRAWS.loss_repeat)
    // Every chain takes its step, lost already or not: its state belongs to the link, not to the survivors.
    for (const model of this.faults.loss_models) lost = model(frame, this.draw) || lost
    return lost
  }

  private corruptBit(frame: number, bytes: number): number {
    if (!this.happens(this.faults.corrupt, frame, DRAWS.corrupt, DRAWS.corrupt_repeat)) return -1
    const first = FRAME_CHECKED_FROM * 8
    return first + Math.floor(this.draw(frame, DRAWS.corrupt_bit) * (bytes * 8 - first))
  }

  /** Puts one copy on the wire and says when it arrives. */
  private schedule(now_us: number, frame: number, bytes: number, purpose: DrawPurpose, overtakes: boolean): number {
    this.queued_count++
    this.queued_bytes += bytes
    this.wire_free_us = Math.max(this.wire_free_us, now_us) + serialisation_us(bytes, this.current_settings)
    const delay_us = overtakes ? 0 : this.drawDelay_us(frame, purpose)
    let due_us = Math.ceil(this.wire_free_us + delay_us)
    if (this.current_settings.order === 'fifo' && !overtakes) due_us = Math.max(due_us, this.latest_due_us)
    if (due_us < this.latest_due_us) this.memory.reordered++
    else this.latest_due_us = due_us
    return due_us
  }

  private drawDelay_us(frame: number, purpose: DrawPurpose): number {
    const { delay_ms, jitter_ms } = this.current_settings
    if (jitter_ms === 0) return delay_ms * 1000
    const u = this.faults.delay.next(this.draw(frame, purpose))
    return this.faults.delay_ms(u) * 1000
  }
}

function createFaults(settings: LinkSettings): Faults {
  const chance = (percent: number, correlation_percent: number) => new CorrelatedChance(percent / 100, correlation_percent / 100)
  const { gilbert_elliott, loss_state } = settings
  return {
    delay_ms: delayQuantile(settings),
    delay: new CorrelatedUniform(settings.delay_correlation_percent / 100),
    loss: chance(settings.loss_percent, settings.loss_correlation_percent),
    loss_models: [
      ...(gilbert_elliott ? [createGilbertElliott(gilbert_elliott)] : []),
      ...(loss_state ? [createLossState(loss_state)] : [])
    ],
    duplicate: chance(settings.duplicate_percent, settings.duplicate_correlation_percent),
    corrupt: chance(settings.corrupt_percent, settings.corrupt_correlation_percent),
    alter: chance(settings.alter_percent, 0),
    reorder: chance(settings.reorder_percent, settings.reorder_correlation_percent)
  }
}

/** Time that the sender's interface is busy with so many bytes. */
function serialisation_us(bytes: number, settings: LinkSettings): number {
  return settings.rate_bit_s > 0 ? (bytes * 8e6) / settings.rate_bit_s : 0
}

/** Settings that neither hold nor harm a frame. Reordering alone does nothing, since there is no delay to skip. */
function isClear(settings: LinkSettings): boolean {
  return isHarmless(settings) && settings.delay_ms === 0 && settings.jitter_ms === 0 && settings.rate_bit_s === 0
}

/** Settings that may hold a frame and no more. */
function isDelayOnly(settings: LinkSettings): boolean {
  return isHarmless(settings) && settings.reorder_percent === 0
}

function isHarmless(settings: LinkSettings): boolean {
  return (
    settings.loss_percent === 0 &&
    settings.gilbert_elliott === null &&
    settings.loss_state === null &&
    settings.duplicate_percent === 0 &&
    settings.corrupt_percent === 0 &&
    settings.alter_percent === 0
  )
}
