import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { chartsFor } from '../../src-shared/charts'
import type { ChartDefinition } from '../../src-shared/charts/definition'
import { heardChart } from '../../src-shared/charts/heard'
import type { LabEvent } from '../../src-shared/events'
import { RUN_LETTERS } from '../../src-shared/folds/comparison'
import type { Lesson, Point, SeeStep } from '../../src-shared/lessons/lesson'
import { endOf, runsShown, sharedMoment } from '../../src-shared/lessons/runs'
import type { LessonRun } from '../../src-shared/lessons/runs'
import type { ShownRun } from '../../src-shared/lessons/shown-run'
import { definitionOf } from '../../src-shared/protocols/registry'
import { decodeEvents } from '../../src-shared/wire/events'
import { createSharedTime } from '../lab/charts/sharedTime'
import { foldFuture } from '../lab/lessons/laidRun'
import type { FoldedFuture } from '../lab/lessons/laidRun'
import { recordedBatches } from '../lab/run/recordedBatches'
import { idOf } from './bringRun'
import { useConnection } from './connection'
import { useDisplayedRun } from './displayedRun'
import { useMessages } from './messages'
import { useRun } from './run'

/** One of several futures, as its row names it. */
export interface LaidRun extends FoldedFuture {
  readonly letter: string
  /** Of the step that ran it. */
  readonly title: string
  /** The chart that its row shows; null: it is not known any more. */
  readonly chart: ChartDefinition | null
}

/** Futures of one moment, laid over each other. */
export interface LaidRuns {
  readonly runs: readonly LaidRun[]
  /** Up to here they are one and the same. */
  readonly equal_until_us: number
}

/** A lesson as far as it was played: what its runs have shown, by name. */
export interface PlayedLesson {
  readonly lesson: Lesson
  readonly shown: Readonly<Record<string, ShownRun>>
}

/** The futures that a lesson lays over each other. */
export const useLaidRuns = defineStore('laidRuns', () => {
  const connection = useConnection()
  const run = useRun()
  /** null: a run is on show by itself. */
  const laid = shallowRef<LaidRuns | null>(null)
  const time = createSharedTime(() => ({
    from_us: 0,
    to_us: Math.max(1, ...(laid.value?.runs ?? []).map(({ fold }) => fold.cluster.now_us))
  }))
  let asked = 0

  /** Reads them all, and shows them. Without those whose step has not been played there is nothing to lay over each other. */
  async function lay(played: PlayedLesson, see: SeeStep): Promise<void> {
    clear()
    const wanted = ++asked
    const shown = runsShown(played.lesson, see)
    const moment = sharedMoment(shown)
    const parted = moment && markOf(played.shown[moment.run], moment.mark)
    try {
      const runs = await Promise.all(shown.map((one, place) => read(played, one, see, RUN_LETTERS[place]!)))
      if (wanted === asked && parted) laid.value = { runs: runs.flatMap((one) => one ?? []), equal_until_us: parted.t_us }
    } catch (error) {
      useMessages().show('error', `The runs are not shown beside each other. ${(error as Error).message}`)
    }
  }

  async function read(played: PlayedLesson, one: LessonRun, { at, point }: SeeStep, letter: string): Promise<LaidRun | null> {
    const shown = played.shown[one.name]
    const [end, moment] = [markOf(shown, endOf(one)), markOf(shown, at ?? endOf(one))]
    const { protocol } = useDisplayedRun()
    if (!shown || !end || !moment || protocol === null || point === undefined) return null
    const definition = definitionOf(protocol)
    const node = 'belief' in point ? point.belief : null
    const future = await foldFuture(definition, eventsOf(shown), { moment_seq: moment.seq, end_seq: end.seq, node })
    return { ...future, letter, title: titleOf(played.lesson, one), chart: chartOf(point, chartsFor(definition)) }
  }

  async function* eventsOf({ recording }: ShownRun): AsyncGenerator<LabEvent> {
    if (connection.state?.recording === recording) return yield* run.live.archive.after(0)
    const answer = await connection.ask({ command: 'open-recording', recording: idOf(recording) })
    if (!answer.ok) throw new Error(answer.error)
    for await (const batch of recordedBatches(answer.recording!.events_path, new AbortController().signal))
      yield* decodeEvents<LabEvent>(batch)
  }

  /** A run is on show by itself again. */
  function clear(): void {
    asked++
    laid.value = null
    time.showAll()
    time.pointAt(null)
  }

  return { laid, lay, clear, ...time }
})

function titleOf({ steps }: Lesson, { name }: LessonRun): string {
  return steps.find((step) => step.kind === 'run' && step.run.name === name)?.title ?? name
}

function markOf(shown: ShownRun | undefined, mark: string) {
  return shown?.marks.find(([name]) => name === mark)?.[1]
}

function chartOf(point: Point, charts: readonly ChartDefinition[]): ChartDefinition | null {
  if ('belief' in point) return heardChart(point.belief)
  return 'chart' in point ? (charts.find(({ id }) => id === point.chart) ?? null) : null
}
