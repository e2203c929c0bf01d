import { z } from 'zod'
import { holdClaim } from '../../../src-shared/lessons/claims'
import type { ClaimResult } from '../../../src-shared/lessons/claims'
import type { Evidence } from '../../../src-shared/lessons/figures'
import type { Lesson, Step, TryStep } from '../../../src-shared/lessons/lesson'
import { answerSchema } from '../../../src-shared/lessons/prediction'
import { runAfter } from '../../../src-shared/lessons/runs'
import { shownRunSchema } from '../../../src-shared/lessons/shown-run'
import type { ShownRun } from '../../../src-shared/lessons/shown-run'

export const lessonRecordSchema = z.object({
  /** Place of the step that is open; behind the last one: the lesson's end. */
  step: z.number().int().min(0),
  /** The furthest place so far. */
  furthest: z.number().int().min(0),
  finished: z.boolean(),
  /** By place of the step that asks. */
  answers: z.record(z.string(), answerSchema),
  /** By name of the run. */
  shown: z.record(z.string(), shownRunSchema)
})
/** Where a reader is in a lesson, what they answered and saw; kept between visits. */
export type LessonRecord = z.infer<typeof lessonRecordSchema>

export const NEW_RECORD: LessonRecord = { step: 0, furthest: 0, finished: false, answers: {}, shown: {} }

/** At another step; the end of the lesson counts as having finished it. */
export function atStep(record: LessonRecord, steps: number, wanted: number): LessonRecord {
  const step = Math.max(0, Math.min(steps, wanted))
  return { ...record, step, furthest: Math.max(record.furthest, step), finished: record.finished || step === steps }
}

/** What a run has shown, as texts, answers and claims read it. */
export function evidenceOf(shown: ShownRun | undefined): Evidence {
  return { marks: new Map(shown?.marks), metrics: shown?.metrics ?? {}, verdicts: shown?.verdicts ?? {} }
}

/** Whether the run that answers the prediction has begun: from then on the answer stays as it is. */
export function isLocked(lesson: Pick<Lesson, 'steps'>, record: LessonRecord, index: number): boolean {
  const run = runAfter(lesson, index)
  const shown = run && record.shown[run.name]
  return shown !== undefined && shown !== null && !shown.held
}

/** Whether a step has done what it is for. */
export function isDone(lesson: Pick<Lesson, 'steps'>, record: LessonRecord, index: number): boolean {
  const step = lesson.steps[index]
  if (step === undefined) return record.finished
  if (step.kind === 'predict') return record.answers[index] !== undefined
  if (step.kind === 'run') return record.shown[step.run.name]?.ended === 'mark'
  if (step.kind === 'try') return isGoalMet(step.attempt, record.shown[step.attempt.name])
  return record.furthest > index
}

/** What must hold at the goal. */
export function claimsAtGoal({ claims }: TryStep, shown: ShownRun | undefined): ClaimResult[] {
  return claims.map((claim) => holdClaim(claim, evidenceOf(shown)))
}
export function isGoalMet(attempt: TryStep, shown: ShownRun | undefined): boolean {
  return shown?.ended === 'mark' && claimsAtGoal(attempt, shown).every(({ met }) => met)
}

/** The prediction that the run of a step answers, if that is the step before it or one of its own; null: none. */
export function predictionBefore(
  { steps }: Pick<Lesson, 'steps'>,
  index: number
): { readonly index: number; readonly step: Extract<Step, { kind: 'predict' }> } | null {
  for (let at = Math.min(index, steps.length - 1); at >= 0; at--) {
    const step = steps[at]!
    if (step.kind === 'predict') return { index: at, step }
    if (step.kind === 'try' && at < index) return null
  }
  return null
}

/** How far a reader is, in words: `done`, `step 3 of 7`; empty: not begun. */
export function progressText(record: LessonRecord, steps: number): string {
  if (record.finished) return 'done'
  return record.furthest === 0 && Object.keys(record.answers).length === 0 ? '' : `step ${record.step + 1} of ${steps}`
}
