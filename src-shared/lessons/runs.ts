/** Which runs a lesson has, and which of them a step is about. */
import type { Lesson, RunStep, SeeStep, TryStep } from './lesson'
import type { Mark, Marks } from './marks'

export type LessonRun = RunStep | TryStep
type Steps = Pick<Lesson, 'steps'>

/** A mark of a run. */
export interface Moment {
  readonly run: string
  readonly mark: string
}

/** Reached when the change of a fork is made. */
export const FORK_MARK = 'fork'

/** The steps that run something, in order. */
export function runsOf({ steps }: Steps): LessonRun[] {
  return steps.flatMap((step): LessonRun[] => {
    if (step.kind === 'run') return [step.run]
    return step.kind === 'try' ? [step.attempt] : []
  })
}

export function runNamed(lesson: Steps, name: string): LessonRun | null {
  return runsOf(lesson).find((run) => run.name === name) ?? null
}

/** The runs that a step lays over each other, in the lesson's order: one, where it shows a run alone. */
export function runsShown(lesson: Steps, { run, beside }: SeeStep): LessonRun[] {
  return runsOf(lesson).filter(({ name }) => name === run || beside.includes(name))
}

/** Up to where these runs are one and the same: a mark of the run that the others branch off; null: they have no such moment. */
export function sharedMoment(runs: readonly LessonRun[]): Moment | null {
  const moments = runs.flatMap(({ fork }): Moment[] => (fork ? [{ run: fork.of, mark: fork.at }] : []))
  const isOf = ({ run, mark }: Moment, { name, fork }: LessonRun) => name === run || (fork?.of === run && fork.at === mark)
  return moments.find((moment) => runs.every((run) => isOf(moment, run))) ?? null
}

/** The run that a step's text takes its figures from: its own, the one it shows, or the last before it; null: there is none. */
export function runOfStep(lesson: Steps, index: number): LessonRun | null {
  const step = lesson.steps[index]
  if (step?.kind === 'see') return runNamed(lesson, step.see.run)
  return runsOf({ steps: lesson.steps.slice(0, index + 1) }).at(-1) ?? null
}

/** The run that a prediction is about: the next one; null: there is none. */
export function runAfter(lesson: Steps, index: number): LessonRun | null {
  return runsOf({ steps: lesson.steps.slice(index) })[0] ?? null
}

/** Where the run leads: the mark at which its step ends. */
export function endOf(run: LessonRun): string {
  return 'until' in run ? run.until : run.goal
}

/** The run's marks; another future has those of the run that it branches off as well, and its own come after the change. */
export function marksOfRun(lesson: Steps, { fork, marks }: LessonRun): Marks {
  const parent = fork && runNamed(lesson, fork.of)
  if (!fork || !parent) return marks
  const change: Mark = { event: 'intervention', where: {}, count: 1, after: fork.at }
  const own = Object.entries(marks).map(([name, mark]) => [name, { ...mark, after: mark.after ?? FORK_MARK }] as const)
  return { ...marksOfRun(lesson, parent), [FORK_MARK]: change, ...Object.fromEntries(own) }
}
