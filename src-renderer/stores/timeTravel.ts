import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { LabEvent } from '../../src-shared/events'
import type { Bookmark } from '../lab/run/bookmarks'
import { frames } from '../lab/browser/frames'
import type { FrameJob } from '../lab/frames/frameScheduler'
import { describeEvent, wordsOf } from '../lab/text/describeEvent'
import { onRunChange } from './onRunChange'
import { useRun } from './run'

/** Where the view is. */
export interface Moment {
  /** Position of the newest event that it takes in. */
  readonly seq: number
  /** Run time that it stands for, µs: the event's own, or that of the clock while the run is played or scrubbed. */
  readonly t_us: number
  readonly event: LabEvent | null
  /** The event in one plain sentence. */
  readonly text: string
}

/** Text and panels follow a moment that moves at this pace. */
const VIEW_INTERVAL_MS = 100
/** A page that was hidden goes on where it was. */
const FRAME_MS_MAX = 100

/** Where a moment that moves is after so many ms on the screen's clock, µs; null: it has been sent elsewhere. */
type Advance = (t_us: number, passed_ms: number) => number | null

/** Goes to any moment of the run on screen, by event, by time or by bookmark; and back to its newest. */
export const useTimeTravel = defineStore('timeTravel', () => {
  const run = useRun()
  /** null: the newest state is on show. */
  const moment = shallowRef<Moment | null>(null)
  const past = computed(() => moment.value !== null)
  /** Still under way to where it was sent. */
  const busy = shallowRef(false)
  const playing = shallowRef(false)
  let wanted: { readonly seq: number; readonly t_us: number | null } | null = null
  let bound_us: number | null = null
  let frame = 0
  let advance: Advance | null = null
  let played_ms = 0
  let viewed_ms = 0
  let played_us = 0

  onRunChange(forget)
  /** Another run: nothing of the old one's past is of use. */
  function forget(): void {
    playing.value = false
    advance = null
    moment.value = null
    wanted = null
    busy.value = false
  }

  /** To the state after event `seq`, or the last one before it. */
  function goTo(seq: number): void {
    stopPlayback()
    set(seq, null)
  }
  function goToTime(t_us: number): void {
    stopPlayback()
    set(run.tape.archive.seqAt(t_us), Math.min(t_us, run.tape.head.cluster.now_us))
  }
  function set(seq: number, t_us: number | null): void {
    const { archive, head_seq } = run.tape
    if (archive.last_seq === 0) return
    wanted = { seq: Math.max(archive.first_seq, Math.min(seq, head_seq)), t_us }
    frames.request(seeking)
  }

  /** One event back or forth. Beyond the newest one the run is on show as it goes on. */
  function step(by: 1 | -1): void {
    const { archive, head_seq } = run.tape
    const from = wanted?.seq ?? moment.value?.seq ?? head_seq
    const next = (by === 1 ? archive.after(from) : archive.before(from)).next().value
    if (next && next.seq <= head_seq) goTo(next.seq)
    else if (by === 1) live()
  }

  /** To the bookmark before or after this moment. */
  function jump(by: 1 | -1): void {
    const { bookmarks, head_seq } = run.tape
    const from = wanted?.seq ?? moment.value?.seq ?? head_seq + 1
    const next = by === 1 ? bookmarks.after(from) : bookmarks.before(from)
    if (next) goTo(next.seq)
    else if (by === 1) live()
  }

  /** Lets the moment move from this one on, as the clock of the screen does. */
  function moveOn(from_us: number, by: Advance): void {
    goToTime(from_us)
    played_us = from_us
    advance = by
    playing.value = true
    played_ms = performance.now()
    frame ||= requestAnimationFrame(play)
  }
  function stopPlayback(): void {
    if (playing.value && moment.value !== null) set(run.tape.archive.seqAt(played_us), played_us)
    playing.value = false
    advance = null
  }

  /** The time on show to the frame, µs; for whoever draws by frames. */
  function clock_us(): number {
    return playing.value ? played_us : (moment.value?.t_us ?? run.tape.head.cluster.now_us)
  }

  /** Back to the newest state, which goes on if the run does. */
  function live(): void {
    forget()
    run.showPast(false)
  }

  const seeking: FrameJob = { within_ms: 0, divisible: true, run: seek }

  function seek(end_ms: number): boolean {
    const { machine } = run.tape
    if (!machine.seeking && wanted !== null) {
      bound_us = wanted.t_us
      machine.startSeek(wanted.seq)
      wanted = null
    }
    if (machine.seeking) {
      busy.value = true
      const seen = playing.value ? (event: LabEvent) => run.dots().observe(event) : undefined
      if (machine.work(end_ms, () => performance.now(), seen)) finishSeek()
    }
    return machine.seeking || wanted !== null
  }

  /** With each frame while the moment moves. */
  function play(now_ms: number): void {
    frame = 0
    if (!playing.value) return
    if (!run.tape.machine.seeking && wanted === null) playOn(now_ms)
    frame = requestAnimationFrame(play)
  }

  function playOn(now_ms: number): void {
    const passed_ms = Math.max(0, Math.min(FRAME_MS_MAX, now_ms - played_ms))
    played_ms = now_ms
    const t_us = advance!(played_us, passed_ms)
    if (t_us === null) return
    if (t_us >= run.tape.head.cluster.now_us) return live()
    played_us = t_us
    if (now_ms - viewed_ms < VIEW_INTERVAL_MS) return
    viewed_ms = now_ms
    set(run.tape.archive.seqAt(t_us), t_us)
  }

  function finishSeek(): void {
    const { machine, archive } = run.tape
    const event = archive.at(machine.seq)
    moment.value = {
      seq: machine.seq,
      t_us: bound_us ?? event?.t ?? 0,
      event,
      text: event ? describeEvent(event, wordsOf(machine.folds ?? run.tape.head)) : ''
    }
    busy.value = false
    run.showPast(true)
  }

  /** All bookmarks of the run so far, oldest first. */
  function bookmarks(): readonly Bookmark[] {
    void run.version
    return run.tape.bookmarks.all
  }

  return { moment, past, busy, playing, clock_us, goTo, goToTime, step, jump, moveOn, stopPlayback, live, bookmarks }
})
