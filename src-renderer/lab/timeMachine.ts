import { cloneFold } from '../../src-shared/folds/clone'
import type { LabEvent } from '../../src-shared/events'
import type { EventArchive } from './eventArchive'
import type { RunFolds } from './runFolds'

export interface TimeMachineBounds {
  /** Events between two keyframes of a young run. */
  readonly events_apart: number
  /** Copies of all folds that are kept; a run that needs more gets them twice as far apart. */
  readonly keyframes_max: number
}

/** Folding so many events takes about as long as copying a keyframe. */
const BOUNDS: TimeMachineBounds = { events_apart: 8192, keyframes_max: 24 }
/** A copy is left so many events before the end of a longer way, for those who step back from there. */
const WAYPOINT_EVENTS = 256
/** Events between two looks at the clock. */
const EVENTS_PER_LOOK = 128

/** Folds and how far they have come. */
interface Keyframe {
  seq: number
  readonly folds: RunFolds
}

/** Goes to any moment of a run: copies the nearest keyframe before it and folds on from there, in slices that never block the page. */
export class TimeMachine {
  private keyframes: Keyframe[] = []
  private apart: number
  private since_keyframe = 0
  private journey: { readonly frame: Keyframe; readonly to_seq: number; readonly events: Iterator<LabEvent> } | null = null
  /** Where it is; on a way onward it moves along. null: nowhere yet. */
  private here: Keyframe | null = null
  private waypoint: Keyframe | null = null

  /** `create` makes empty folds. */
  constructor(
    private readonly archive: EventArchive,
    private readonly create: () => RunFolds,
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
  get travelling(): boolean {
    return this.journey !== null
  }

  /** Somebody who folds the run from its start has got to `seq`: from time to time that makes a keyframe. */
  pass(folds: RunFolds, seq: number): void {
    if (++this.since_keyframe < this.apart) return
    this.since_keyframe = 0
    this.keyframes.push({ seq, folds: cloneFold(folds) })
    if (this.keyframes.length <= this.bounds.keyframes_max) return
    this.apart *= 2
    this.keyframes = this.keyframes.filter((_, i) => i % 2 === 1)
  }

  /** Sets out for the state after `seq`; `work` does the travelling. */
  depart(seq: number): void {
    const from = this.nearest(seq)
    const frame = from === this.here && from !== null ? from : this.copyOf(from)
    if (seq - frame.seq > 2 * WAYPOINT_EVENTS) this.waypoint = null
    this.journey = { frame, to_seq: seq, events: this.archive.after(frame.seq) }
  }

  /** Folds on until `now_ms()` reaches `end_ms`; true when it has arrived. `passed` sees the events on the way. */
  work(end_ms: number, now_ms: () => number, passed?: (event: LabEvent) => void): boolean {
    const { journey } = this
    if (journey === null) return true
    for (;;) {
      for (let i = 0; i < EVENTS_PER_LOOK; i++) {
        const { value: event, done } = journey.events.next()
        if (done || event.seq > journey.to_seq) return this.arrive(journey.frame)
        if (this.waypoint === null && event.seq > journey.to_seq - WAYPOINT_EVENTS) this.waypoint = this.copyOf(journey.frame)
        journey.frame.folds.observe(event)
        journey.frame.seq = event.seq
        passed?.(event)
      }
      if (now_ms() >= end_ms) return false
    }
  }

  private arrive(frame: Keyframe): true {
    this.here = frame
    this.journey = null
    return true
  }

  private copyOf(keyframe: Keyframe | null): Keyframe {
    return keyframe === null ? { seq: 0, folds: this.create() } : { seq: keyframe.seq, folds: cloneFold(keyframe.folds) }
  }

  /** Where the shortest way to `seq` begins: here, at a copy, or (null) at the run's start. */
  private nearest(seq: number): Keyframe | null {
    let best: Keyframe | null = null
    for (const candidate of [...this.keyframes, this.waypoint, this.here]) {
      if (candidate !== null && candidate.seq <= seq && candidate.seq >= (best?.seq ?? 0)) best = candidate
    }
    return best
  }
}
