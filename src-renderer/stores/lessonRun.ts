import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { LabEvent } from '../../src-shared/events'
import type { LabCommandInput } from '../../src-shared/lab-api'
import type { Hand } from '../../src-shared/lessons/lesson'
import { FORK_MARK, endOf, runAfter, runNamed } from '../../src-shared/lessons/runs'
import type { LessonRun } from '../../src-shared/lessons/runs'
import { RunMetrics } from '../../src-shared/metrics/run-metrics'
import type { ShownRun } from '../../src-shared/lessons/shown-run'
import { RunWatch, handsOf } from '../lab/lessons/runWatch'
import { useActions } from './actions'
import { idOf } from './bringRun'
import { useConnection } from './connection'
import { useLesson } from './lesson'
import { useMessages } from './messages'
import { useRecording } from './recording'
import { useRun } from './run'
import { useSimulation } from './simulation'
import { useTimeTravel } from './timeTravel'

/** Begins the runs of the open lesson, and watches them up to where their steps end. */
export const useLessonRun = defineStore('lessonRun', () => {
  const connection = useConnection()
  const lessons = useLesson()
  const run = useRun()
  const recording = useRecording()
  const simulation = useSimulation()
  const travel = useTimeTravel()
  /** While it is asked for. */
  const starting = shallowRef(false)
  /** The attempt that is being solved by itself: its name, and how many of its hands have been done. */
  let solving: { readonly name: string; done: number } | null = null
  let watched: RunWatch | null = null
  let stopWatching = () => {}

  /** The lesson's run that the lab has now; null: it is another one. */
  const current = computed(() => {
    const folder = connection.state?.recording ?? null
    const { lesson, record } = lessons
    const name = Object.keys(record.shown).find((known) => record.shown[known]!.recording === folder)
    return lesson !== null && name !== undefined ? runNamed(lesson, name) : null
  })
  const shownOf = ({ name }: LessonRun) => lessons.record.shown[name]

  // Also after a reload, and when the connection is back: what has happened is read again from the start.
  watch([current, () => run.live, () => current.value && shownOf(current.value)?.recording], follow, { flush: 'sync' })
  function follow(): void {
    stopWatching()
    stopWatching = () => {}
    watched = null
    const { lesson } = lessons
    if (lesson === null || current.value === null || shownOf(current.value)?.ended !== null) return
    const watching = (watched = new RunWatch(lesson, current.value))
    const { archive, head_seq } = run.live
    for (const event of archive.after(0)) {
      if (event.seq > head_seq || watched !== watching) break
      observe(event)
    }
    if (watched === watching) stopWatching = run.onLiveEvent(observe)
  }

  function observe(event: LabEvent): void {
    const watching = watched
    // The run that gives way to the one that was asked for has nothing more to tell.
    if (watching === null || starting.value) return
    const former_pace = watching.slow_pace
    if (!watching.observe(event)) return
    if (watching.slow_pace !== null && former_pace === null) void simulation.setPace(watching.slow_pace)
    const { name } = watching.run
    const { ended, marks, moved, done } = watching
    const before = lessons.record.shown[name]!
    const shown = { ...before, held: before.held && !moved, ended, marks: [...marks.reached], done: [...done] }
    lessons.show(name, ended === null ? shown : { ...shown, metrics: metricsUpTo(event.seq) })
    if (ended !== null) finish(watching)
    else if (solving?.name === name) void solveOn(watching)
    else holdForHands(watching)
  }

  /** It holds still, at the moment where its step ends. */
  function finish({ run: ended, ended: how, marks }: RunWatch): void {
    stopWatching()
    watched = null
    solving = null
    // It may have come to its end of itself meanwhile, and then there is nothing to hold: nobody needs to be told.
    if (how !== 'over') void connection.ask({ command: 'pause' })
    if (how === 'mark') travel.goTo(marks.reached.get(endOf(ended))!.seq)
  }

  function metricsUpTo(seq: number): Record<string, number> {
    const { archive, protocol } = run.live
    const metrics = new RunMetrics(until(archive.after(0), seq), protocol ?? {}).whole
    return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))
  }

  // Checks are held when a run is over.
  watch(
    () => connection.state?.result,
    (result) => {
      const name = current.value?.name
      const shown = name === undefined ? undefined : lessons.record.shown[name]
      if (!result || name === undefined || !shown || shown.ended === null) return
      lessons.show(name, { ...shown, verdicts: Object.fromEntries(result.checks.map((check) => [check.name, check.verdict])) })
    }
  )

  /** Begins it. `held`: it stands still at its start, for the reader to see the cluster. */
  async function start(wanted: LessonRun, held = false): Promise<void> {
    const command = commandOf(wanted, held)
    if (command === null) return useMessages().show('info', 'It branches off a run before it: play that one first.')
    starting.value = true
    solving = null
    if (wanted.fork) run.keepForNextRun(`${lessons.lesson!.title}: as it was`)
    recording.close()
    const answer = await connection.send(command)
    starting.value = false
    const folder = connection.state?.recording
    if (!answer.ok || !folder) {
      run.keepForNextRun(null)
      return follow()
    }
    travel.live()
    lessons.show(wanted.name, newShown(folder, held))
  }

  function commandOf({ scenario, fork, seed, pace }: LessonRun, held: boolean): LabCommandInput | null {
    if (!fork) {
      const yaml = lessons.opened?.scenarios[scenario!] ?? ''
      return { command: 'run', yaml, engine: 'simulation', pace, held, ...(seed !== undefined && { seed }) }
    }
    const parent = lessons.record.shown[fork.of]
    const at_seq = parent?.marks.find(([name]) => name === fork.at)?.[1].seq
    if (!parent || at_seq === undefined) return null
    const here = parent.recording === connection.state?.recording || isSibling(current.value, fork)
    return { command: 'fork', ...(!here && { recording: idOf(parent.recording) }), at_seq, change: fork.change, pace }
  }

  /** Goes on with it where it stands at its start, or begins it. */
  async function play(wanted: LessonRun): Promise<void> {
    const shown = shownOf(wanted)
    if (current.value?.name !== wanted.name || !shown?.held || connection.state?.phase !== 'running') return start(wanted)
    travel.live()
    lessons.show(wanted.name, { ...shown, held: false })
    await simulation.resume()
  }

  /** The cluster that an open prediction is about stands on the canvas, before anything happens. */
  async function prepare(): Promise<void> {
    const { lesson, index } = lessons
    const next = lesson && runAfter(lesson, index)
    if (next && next.scenario !== undefined && (!shownOf(next) || isLost(next))) await start(next, true)
  }
  /** It was held for a prediction, and another run has taken its place. */
  const isLost = (wanted: LessonRun) => shownOf(wanted)!.held && current.value?.name !== wanted.name

  /** Whether the reader may do it now: its mark is reached. */
  function isDue({ after }: Hand, { fork }: LessonRun, marks: ReadonlySet<string>): boolean {
    const needed = after ?? (fork ? FORK_MARK : null)
    return needed === null || marks.has(needed)
  }
  /** A run that waits for its reader holds still. */
  function holdForHands({ run: watching, marks, done }: RunWatch): void {
    if (!('hand' in watching) || connection.state?.simulation?.paused) return
    const due = watching.hand.some((hand, i) => !done.has(i) && isDue(hand, watching, new Set(marks.reached.keys())))
    if (due) void simulation.pause()
  }
  async function doHand(hand: Hand): Promise<void> {
    travel.live()
    await useActions().act(hand.action)
    if (connection.state?.simulation?.paused) await simulation.resume()
  }

  /** Plays the attempt from its start with its solution, each action at the very event at which it is due. */
  async function solve(attempt: LessonRun): Promise<void> {
    await start(attempt)
    solving = { name: attempt.name, done: 0 }
    if (watched) await solveOn(watched)
  }
  async function solveOn({ run: attempt, marks }: RunWatch): Promise<void> {
    const hand = solving && handsOf(attempt)[solving.done]
    if (!hand || starting.value || !isDue(hand, attempt, new Set(marks.reached.keys()))) return
    solving!.done++
    const after = hand.after ?? (attempt.fork ? FORK_MARK : null)
    const at_seq = (after === null ? null : marks.reached.get(after)?.seq) ?? 1
    starting.value = true
    const answer = await connection.send({
      command: 'fork',
      at_seq,
      change: { do: 'act', action: hand.action },
      pace: attempt.pace
    })
    starting.value = false
    const folder = connection.state?.recording
    if (answer.ok && folder) lessons.show(attempt.name, newShown(folder, false))
    else follow()
  }

  return { current, starting, start, play, prepare, isDue, doHand, solve }
})

/** Another future of the same moment has the same past. */
function isSibling(run: LessonRun | null, { of, at }: NonNullable<LessonRun['fork']>): boolean {
  return run?.fork?.of === of && run.fork.at === at
}

function newShown(recording: string, held: boolean): ShownRun {
  return { recording, held, ended: null, marks: [], done: [], metrics: {}, verdicts: {} }
}

function* until(events: Iterable<LabEvent>, seq: number): IterableIterator<LabEvent> {
  for (const event of events) {
    if (event.seq > seq) return
    yield event
  }
}
