import { cloneFold } from '../../../src-shared/folds/clone'
import { putTraces, takeTraces } from '../../../src-shared/folds/messages'
import type { LabEvent } from '../../../src-shared/events'
import type { EventArchive } from './eventArchive'
import { PackedTraces } from './packedTraces'
import type { RunFolds } from './runFolds'

export interface TimeMachineBounds {
  /** Events between two keyframes of a young run. */
  readonly events_apart: number
  /** Keyframes where the archive is whole; a run that needs more gets them twice as far apart. */
  readonly whole_max: number
  /** Keyframes of the time before that, from which single messages are gone: with more, every second one goes. */
  readonly older_max: number
}

/** Folding so many events takes about as long as copying a keyframe. A keyframe takes about 1.5 MB, its packed messages another. */
const BOUNDS: TimeMachineBounds = { events_apart: 8192, whole_max: 3, older_max: 16 }
/** On a long seek a spare keyframe is kept this many events before the target, for stepping back. */
const STEP_BACK_EVENTS = 256
/** Events between two looks at the clock. */
const EVENTS_PER_CLOCK_CHECK = 128

/** Folds and how far they have come. */
interface Keyframe {
  seq: number
  readonly folds: RunFolds
  /** Single messages that were taken out of the folds; null: they are in them, or forgotten. */
  messages: PackedTraces | null
}

interface Seek {
  readonly frame: Keyframe
  readonly from_seq: number
  readonly to_seq: number
  readonly events: Iterator<LabEvent>
}

/**
 * Goes to any moment of a run: copies the nearest keyframe before it and folds on from there, in slices that never block the page. Where
 * the archive has no single operations any more, counts and latencies are those that the newest state has for that time.
 */
export class TimeMachine {
  /** Oldest first. */
  private older: Keyframe[] = []
  private whole: Keyframe[] = []
  private apart: number
  private since_keyframe = 0
  private seek: Seek | null = null
  /** Where it is; on a way onward it moves along. null: nowhere yet. */
  private here: Keyframe | null = null
  private step_back_keyframe: Keyframe | null = null

  /** `create` makes empty folds; `head` is the run's newest state. */
  constructor(
    private readonly archive: EventArchive,
    private readonly create: () => RunFolds,
    private readonly head: RunFolds,
    private readonly bounds = BOUNDS
  ) {
    this.apart = bounds.events_apart
  }

  /** The state after event {@link seq}; null before the first journey's end. */
  get folds(): RunFolds | null {
    return this.here?.folds ?? null
  }
  get seq(): number {
    return this.here?.seq ?? 0
  }
  get seeking(): boolean {
    return this.seek !== null
  }

  /** The head has got to `seq`: from time to time that makes a keyframe. */
  pass(seq: number): void {
    if (++this.since_keyframe < this.apart) return
    this.since_keyframe = 0
    this.whole.push({ seq, folds: cloneFold(this.head), messages: null })
    this.thinKeyframes()
    if (this.whole.length <= this.bounds.whole_max) return
    this.apart *= 2
    this.whole = everySecond(this.whole)
  }

  /** Packs the messages of keyframes until `isOver()`, most of what these take; false when none are left to pack. */
  pack(isOver: () => boolean): boolean {
    for (const keyframe of this.whole) {
      keyframe.messages ??= new PackedTraces(takeTraces(keyframe.folds.fold.messages))
      while (keyframe.messages.packSome()) if (isOver()) return true
    }
    return false
  }

  /** Sets out for the state after `seq`; `work` does the travelling. */
  startSeek(seq: number): void {
    const from = this.nearest(seq)
    const frame = from === this.here && from !== null ? from : this.copyOf(from)
    if (seq - frame.seq > 2 * STEP_BACK_EVENTS) this.step_back_keyframe = null
    this.seek = { frame, from_seq: frame.seq, to_seq: seq, events: this.archive.after(frame.seq) }
  }

  /** Folds on until `now_ms()` reaches `end_ms`; true when it has arrived. `passed` sees the events on the way. */
  work(end_ms: number, now_ms: () => number, passed?: (event: LabEvent) => void): boolean {
    const { seek } = this
    if (seek === null) return true
    for (;;) {
      for (let i = 0; i < EVENTS_PER_CLOCK_CHECK; i++) {
        const { value: event, done } = seek.events.next()
        if (done || event.seq > seek.to_seq) return this.finishSeek(seek)
        if (this.step_back_keyframe === null && event.seq > seek.to_seq - STEP_BACK_EVENTS)
          this.step_back_keyframe = this.copyOf(seek.frame)
        seek.frame.folds.observe(event)
        seek.frame.seq = event.seq
        passed?.(event)
      }
      if (now_ms() >= end_ms) return false
    }
  }

  private finishSeek({ frame, from_seq }: Seek): true {
    if (from_seq < (this.archive.without_operations?.seq ?? 0)) frame.folds.adoptOperations(this.head)
    this.here = frame
    this.seek = null
    return true
  }

  /** Drops from keyframes the details that the archive has discarded for their time. */
  private thinKeyframes(): void {
    const { without_messages, without_operations } = this.archive
    while (this.whole.length > 0 && this.whole[0]!.seq <= (without_messages?.seq ?? 0)) {
      const keyframe = this.whole.shift()!
      keyframe.folds.forgetMessages()
      keyframe.messages = null
      this.older.push(keyframe)
    }
    if (this.older.length > this.bounds.older_max) this.older = everySecond(this.older)
    for (const { seq, folds } of this.older) if (seq <= (without_operations?.seq ?? 0)) folds.forgetOperations()
  }

  private copyOf(keyframe: Keyframe | null): Keyframe {
    if (keyframe === null) return { seq: 0, folds: this.create(), messages: null }
    const folds = cloneFold(keyframe.folds)
    if (keyframe.messages !== null) putTraces(folds.fold.messages, keyframe.messages.traces())
    return { seq: keyframe.seq, folds, messages: null }
  }

  /** Where the shortest way to `seq` begins: here, at a copy, or (null) at the run's start. */
  private nearest(seq: number): Keyframe | null {
    let best: Keyframe | null = null
    for (const candidate of [...this.older, ...this.whole, this.step_back_keyframe, this.here]) {
      if (candidate !== null && candidate.seq <= seq && candidate.seq >= (best?.seq ?? 0)) best = candidate
    }
    return best
  }
}

function everySecond(keyframes: readonly Keyframe[]): Keyframe[] {
  return keyframes.filter((_, i) => i % 2 === 1)
}
