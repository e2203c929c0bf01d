/** Whether what a step points at is there, in each of the runs that it shows. */
import { chartsFor } from '../../src-shared/charts'
import { foldRun } from '../../src-shared/folds/run'
import type { Lesson, SeeStep } from '../../src-shared/lessons/lesson'
import { endOf, runsShown } from '../../src-shared/lessons/runs'
import type { LessonRun } from '../../src-shared/lessons/runs'
import { findDefinition } from '../../src-shared/protocols/registry'
import type { PlayedRun } from './play-run'

/** Each in a sentence. `played`: the runs so far, by name; of one that failed its own step tells. */
export function seeMistakes(lesson: Lesson, see: SeeStep, played: ReadonlyMap<string, PlayedRun>): string[] {
  return runsShown(lesson, see).flatMap((run) => {
    const one = played.get(run.name)
    return one === undefined ? [] : mistakesIn(run, see, one).map((mistake) => `in ${run.name} ${mistake}`)
  })
}

function mistakesIn(run: LessonRun, { at, point }: SeeStep, { evidence, events, protocol }: PlayedRun): string[] {
  const name = at ?? endOf(run)
  const mark = evidence.marks.get(name)
  if (mark === undefined) return [`"${name}" is not reached`]
  const definition = findDefinition(protocol)
  if (point === undefined || definition === null || !('chart' in point || 'belief' in point)) return []
  const fold = foldRun(events.slice(0, events.findIndex(({ seq }) => seq === mark.seq) + 1), definition)
  if ('chart' in point)
    return chartsFor(definition).some((chart) => chart.id === point.chart && chart.applies(fold))
      ? []
      : [`there is no chart ${point.chart}`]
  return definition.panels.beliefs?.(fold, point.belief) ? [] : [`nothing is known of what ${point.belief} believes`]
}
