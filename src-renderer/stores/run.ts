import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { LabEvent } from '../../src-shared/events'
import type { ProtocolDescription } from '../../src-shared/description/protocol-description'
import type { OutlineEnd } from '../../src-shared/wire/event-batches'
import { frames } from '../lab/browser/frames'
import { MessageDots } from '../lab/canvas/messageDots'
import type { FrameJob } from '../lab/frames/frameScheduler'
import type { RunFolds } from '../lab/run/runFolds'
import { LoadedRun } from '../lab/run/loadedRun'
import { Successor } from '../lab/run/successor'

/** How long events wait for other work; what comes in behind an overview leaves room to look around in that; compressing the past has time. */
const FOLD_WITHIN_MS = 4
const SUCCEED_WITHIN_MS = 30
const COMPRESS_WITHIN_MS = 1000
/** A slice of folding a recording that is being opened: nothing is drawn meanwhile but how far it has come. */
const OPENING_SLICE_MS = 35
/** Batches of a recording that may wait to be folded: the lab holds back what comes after them. */
const WAITING_MAX = 8
/** The screen's text follows the run at this pace; what a person did shows at once. */
const TICK_MS = 200
/** While a recording comes in, what it shows is over in a moment. */
const OPENING_TICK_MS = 500

/** The state of another run or another future, to lay over the one on screen. */
export interface Reference {
  readonly title: string
  readonly folds: RunFolds
}

/**
 * What the page knows of the run on screen: the lab's own, or an opened recording's; its newest state, or that of a moment of its past.
 * Whoever draws reads `view()` or `folds()` and shows the right one. Folds live outside Vue; `version` ticks when they changed, at most
 * once a frame.
 */
export const useRun = defineStore('run', () => {
  const version = shallowRef(0)
  /** Ticks when the view went to another moment: slow views follow at once. */
  const seeks = shallowRef(0)
  const live = shallowRef(newLoadedRun(null))
  const recorded = shallowRef<LoadedRun | null>(null)
  const tape = computed(() => recorded.value ?? live.value)
  /** A recording is coming in that is not on show yet. */
  const opening = shallowRef(false)
  /** Ticks when another run is on show: not when all events of a recording take the place of their overview. */
  const shown = shallowRef(0)
  /** All events of the recording of which an overview is on show; null: nothing is to come. */
  const successor = shallowRef<Successor | null>(null)
  /** How far it has come, at the screen's pace. */
  const successorProgress = shallowRef<{ readonly events: number; readonly t_us: number } | null>(null)
  let worked: (() => void)[] = []
  const listeners = new Set<(event: LabEvent) => void>()
  /** Views show the moment that the tape's time machine is at. */
  const inPast = shallowRef(false)
  const reference = shallowRef<Reference | null>(null)
  /** What the lab's next run is laid over: a fork's original. */
  let original: Reference | null = null
  /** Messages on the way, of the newest state or while the past is played. */
  let dots = new MessageDots()
  let number = 0
  let ticked_ms = 0
  let slice_end_ms = 0
  let urgent = false
  let dirty = false

  function newLoadedRun(protocol: ProtocolDescription | null): LoadedRun {
    return new LoadedRun(protocol, () => performance.now())
  }

  /** Forgets the lab's old run and expects events of this one. */
  function begin(run: number, protocol: ProtocolDescription | null): void {
    if (run !== number) {
      reference.value = original
      original = null
    }
    number = run
    live.value = newLoadedRun(protocol)
    if (recorded.value === null) showRun(null)
  }

  /** A batch of the lab's own run. */
  function receive(run: number, batch: Uint8Array | ArrayBuffer): void {
    if (run !== number) return
    live.value.push(batch instanceof Uint8Array ? batch : new Uint8Array(batch))
    frames.request(folding)
  }

  /**
   * Shows an opened recording instead of the lab's own run, which goes on unseen: what it was in the end is drawn once that is known. Feed
   * it with `receiveRecorded`, then `endRecorded`; if that was an overview, then `beginSuccessor`, and feed it with all events.
   */
  function openRecordedRun(protocol: ProtocolDescription | null): void {
    dropReference()
    showRun(newLoadedRun(protocol))
    opening.value = true
  }
  /** Resolves when there is room for more. */
  async function receiveRecorded(batch: Uint8Array): Promise<void> {
    incoming()?.push(batch)
    if (opening.value) await foldOpening()
    else await untilWorked(() => (incoming()?.waiting ?? 0) <= WAITING_MAX)
  }
  /** All has come, or all that ever will. Resolves when it is folded. */
  async function endRecorded(): Promise<void> {
    incoming()?.end()
    if (!opening.value) return untilWorked(() => incoming()?.whole ?? true)
    const loaded = recorded.value
    await foldOpening()
    if (recorded.value !== loaded) return
    opening.value = false
    tick()
  }
  async function foldOpening(): Promise<void> {
    const { value: loaded } = recorded
    while (loaded !== null && loaded === recorded.value && !loaded.is_drained) {
      loaded.drain(Math.max(0, slice_end_ms - performance.now()), observe)
      if (performance.now() < slice_end_ms) continue
      if (performance.now() - ticked_ms >= OPENING_TICK_MS) tick()
      await new Promise((done) => setTimeout(done))
      slice_end_ms = performance.now() + OPENING_SLICE_MS
    }
  }
  /** What is on show is an overview, without messages up to there, and all of its events will be received now. */
  function beginSuccessor(outlined: OutlineEnd | null): void {
    const { value: overview } = recorded
    if (overview === null) return
    overview.archive.without_messages = outlined
    successorProgress.value = { events: 0, t_us: 0 }
    successor.value = new Successor(newLoadedRun(overview.protocol), () => performance.now())
    frames.request(succeeding)
  }
  function incoming(): LoadedRun | null {
    return successor.value?.run ?? recorded.value
  }
  async function untilWorked(isDone: () => boolean): Promise<void> {
    frames.request(folding)
    while (!isDone()) await new Promise<void>((done) => worked.push(done))
  }
  /** Back to the lab's own run. */
  function closeRecordedRun(): void {
    showRun(null)
  }
  function showRun(recording: LoadedRun | null): void {
    recorded.value = recording
    opening.value = false
    successor.value = successorProgress.value = null
    showPast(false)
    dots = new MessageDots()
    shown.value++
  }

  /** Shows the moment that the time machine is at, or the newest state. */
  function showPast(past: boolean): void {
    inPast.value = past
    seeks.value++
    version.value++
  }

  const folding: FrameJob = { within_ms: FOLD_WITHIN_MS, divisible: true, run: fold }
  const ticking: FrameJob = { within_ms: 0, run: tick }
  const succeeding: FrameJob = { within_ms: SUCCEED_WITHIN_MS, divisible: true, run: succeed }
  const compressing: FrameJob = { within_ms: COMPRESS_WITHIN_MS, divisible: true, run: compressPast }

  function fold(end_ms: number): boolean {
    const { value: loaded } = tape
    const now_ms = performance.now()
    const budget_ms = end_ms - now_ms
    if (!opening.value) dirty = loaded.drain(budget_ms, observe) > 0 || dirty
    if (loaded !== live.value) live.value.drain(budget_ms, tell)
    frames.request(compressing)
    if (dirty && isTickDue(now_ms)) frames.request(ticking)
    resumeReceivers()
    return dirty || !(opening.value || loaded.is_drained) || !live.value.is_drained
  }

  function tick(): boolean {
    ticked_ms = performance.now()
    urgent = dirty = false
    version.value++
    return false
  }

  function succeed(end_ms: number): boolean {
    if (successor.value !== null) workOnSuccessor(successor.value, end_ms)
    resumeReceivers()
    return successor.value !== null
  }

  function resumeReceivers(): void {
    const resolvers = worked
    worked = []
    for (const resolve of resolvers) resolve()
  }

  /** Once it has come to where the overview is, it takes its place. */
  function workOnSuccessor(next: Successor, end_ms: number): void {
    const { machine } = tape.value
    if (next.work(end_ms, inPast.value ? machine.seq : null) && !machine.seeking) {
      recorded.value = next.run
      successor.value = successorProgress.value = null
      showPast(inPast.value)
    } else if (performance.now() - ticked_ms >= OPENING_TICK_MS) {
      ticked_ms = performance.now()
      successorProgress.value = { events: next.run.head.fold.events, t_us: next.run.head.cluster.now_us }
    }
  }

  function compressPast(end_ms: number): boolean {
    // Its time is the recording's that is coming in.
    if (opening.value) return false
    const isOver = () => performance.now() >= end_ms
    // An overview is about to be replaced.
    const tapes = new Set([successor.value?.run ?? tape.value, live.value])
    return [...tapes].some((loaded) => isOver() || loaded.compress(isOver))
  }

  function isTickDue(now_ms: number): boolean {
    return urgent || now_ms - ticked_ms >= TICK_MS
  }

  /** Told of each event of the lab's own run, once it is folded. The answer ends that. */
  function onLiveEvent(listener: (event: LabEvent) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  function tell(event: LabEvent): void {
    for (const listener of listeners) listener(event)
  }

  function observe(event: LabEvent): void {
    if (recorded.value === null) tell(event)
    if (!inPast.value && recorded.value === null) dots.observe(event)
    urgent ||=
      event.kind === 'link-changed' || event.kind === 'role' || event.kind === 'node-exited' || event.kind === 'violation'
  }

  /** The folds on show; for whoever draws by frames: no update follows. */
  function folds(): RunFolds {
    const { head, machine } = tape.value
    return inPast.value ? (machine.folds ?? head) : head
  }

  /** The folds on show; whoever reads them in a computed or a template is updated with the next tick. */
  function view(): RunFolds {
    void version.value
    return folds()
  }

  /** The newest state of the run on screen, whatever moment is on show. Updates as `view` does. */
  function head(): RunFolds {
    void version.value
    return tape.value.head
  }

  /** Changes when processes, links or members do, and when another moment or run is on show: for what is drawn of those alone. */
  const topology = computed(() => `${seeks.value} ${view().cluster.topology}`)

  /** Nothing will be added to the run on screen. */
  const over = computed(() => recorded.value !== null || head().cluster.ended !== null)

  /** Uses the displayed run's newest state as the reference overlay for the next run only; null: none. */
  function keepForNextRun(title: string | null): void {
    original = title === null ? null : { title, folds: tape.value.head }
  }
  function dropReference(): void {
    reference.value = null
  }

  return {
    version,
    seeks,
    live,
    onLiveEvent,
    tape,
    recorded,
    shown,
    successorProgress,
    inPast,
    reference,
    dots: () => dots,
    begin,
    receive,
    openRecordedRun,
    receiveRecorded,
    beginSuccessor,
    endRecorded,
    opening,
    closeRecordedRun,
    showPast,
    view,
    folds,
    head,
    topology,
    over,
    keepForNextRun,
    dropReference
  }
})
