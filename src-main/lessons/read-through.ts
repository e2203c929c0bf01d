/** The automatic reader: plays every run of a lesson in simulation and gives every answer, to find what does not hold. */
import { figureName, holdClaim } from '../../src-shared/lessons/claims'
import type { ClaimResult } from '../../src-shared/lessons/claims'
import { figureText } from '../../src-shared/lessons/figures'
import type { Evidence } from '../../src-shared/lessons/figures'
import { lessonLengthMistakes, stepLengthMistakes } from '../../src-shared/lessons/lengths'
import type { Lesson, RunStep, Step, TryStep } from '../../src-shared/lessons/lesson'
import { allAnswers, answerText, feedbackTo, rightText } from '../../src-shared/lessons/prediction'
import { figuresOf } from '../../src-shared/lessons/prose'
import { endOf, runAfter, runOfStep } from '../../src-shared/lessons/runs'
import type { LessonRun } from '../../src-shared/lessons/runs'
import type { Scenario } from '../../src-shared/scenario/schema'
import { playRun } from './play-run'
import type { PlayedRun } from './play-run'
import { seeMistakes } from './see-mistakes'

/** What the reader found at one step. */
export interface StepReport {
  readonly title: string
  readonly line: number
  readonly claims: readonly ClaimResult[]
  /** What does not hold, each in a sentence. */
  readonly mistakes: readonly string[]
}

/** Each step in order. `scenarioOf`: what a scenario's name stands for. */
export function readThrough(lesson: Lesson, scenarioOf: (name: string) => Scenario): StepReport[] {
  const runs = new Map<string, PlayedRun>()
  const play = (run: LessonRun, hands: LessonRunHands) => playRun({ lesson, run, scenarioOf, hands })
  const reports = lesson.steps.map((step) => {
    const report = { title: step.title, line: step.line, claims: [] as ClaimResult[], mistakes: [] as string[] }
    try {
      if (step.kind === 'run') {
        const played = play(step.run, step.run.hand)
        runs.set(step.run.name, played)
        holdRun(step.run, played, report)
      }
      if (step.kind === 'try') {
        const played = play(step.attempt, step.attempt.solution)
        runs.set(step.attempt.name, played)
        holdRun(step.attempt, played, report)
        const { missed } = step.attempt
        if (missed && played.evidence.marks.has(missed.at))
          report.mistakes.push(`its solution reaches "${missed.at}", where the goal is missed`)
        if (meetsGoal(step.attempt, play(step.attempt, []))) report.mistakes.push('its goal is met although nobody does anything')
      }
      if (step.kind === 'see') report.mistakes.push(...seeMistakes(lesson, step.see, runs))
    } catch (error) {
      report.mistakes.push(`its run failed: ${(error as Error).message}`)
    }
    return report
  })
  const evidence = new Map([...runs].map(([name, played]) => [name, played.evidence]))
  reports[0]?.mistakes.push(...lessonLengthMistakes(lesson))
  lesson.steps.forEach((step, i) =>
    reports[i]!.mistakes.push(...textMistakes(lesson, step, i, evidence), ...stepLengthMistakes(step))
  )
  return reports
}

type LessonRunHands = RunStep['hand']

function holdRun(run: LessonRun, played: PlayedRun, { claims, mistakes }: { claims: ClaimResult[]; mistakes: string[] }): void {
  if (played.ended === 'limit') mistakes.push(`"${endOf(run)}" was not reached within ${run.limit / 1000} s`)
  if (played.ended === 'over') mistakes.push(`the run was over before "${endOf(run)}" was reached`)
  claims.push(...run.claims.map((claim) => holdClaim(claim, played.evidence)))
  for (const { met, text, observed } of claims) if (!met) mistakes.push(`${text}: it was ${observed}`)
}

function meetsGoal(attempt: TryStep, { ended, evidence }: PlayedRun): boolean {
  return ended === 'mark' && attempt.claims.every((claim) => holdClaim(claim, evidence).met)
}

/** Figures that the run did not show, and answers to which nothing is said. */
function textMistakes(lesson: Lesson, step: Step, index: number, runs: ReadonlyMap<string, Evidence>): string[] {
  const about = runOfStep(lesson, index)
  const shown = about && runs.get(about.name)
  const missing = figuresOf(step.text).filter((figure) => !shown || figureText(figure, shown) === null)
  const mistakes = missing.map((figure) => `{{${figureName(figure)}}}: the run does not show it`)
  if (step.kind !== 'predict') return mistakes
  const asked = runAfter(lesson, index)
  const answered = asked && runs.get(asked.name)
  if (!answered) return [...mistakes, 'no run follows that answers it']
  if (rightText(step.predict, answered) === null) mistakes.push('the run does not show the right answer')
  const answers = allAnswers(step.predict, answered)
  const replies = answers.map((answer) => feedbackTo(step.predict, answer, answered))
  answers.forEach((answer, i) => {
    if (replies[i]!.because === null) mistakes.push(`nothing is said to "${answerText(step.predict, answer)}"`)
  })
  if (replies.filter(({ right }) => right).length !== 1) mistakes.push('not one of its answers is right, or several are')
  return mistakes
}
