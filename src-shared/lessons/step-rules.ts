/** What must hold of a lesson's steps beyond their schemas: that what they name is there. */
import { KERNEL_KINDS } from '../events'
import { factNamed } from '../protocols/registry'
import { suggestion } from '../scenario/closest-match'
import type { ValidationError } from '../scenario/validation-error'
import type { Claim } from './claims'
import { marksOf } from './figures'
import type { Figure } from './figures'
import type { Hand, RunStep, SeeStep, Step, StepData, StepKind, TryStep } from './lesson'
import type { Marks } from './marks'
import { FORK_MARK, sharedMoment } from './runs'
import type { LessonRun } from './runs'

/** What a lesson may refer to. */
export interface LessonContext {
  /** Names of scenarios: those beside the lesson, and those that are shipped. */
  readonly scenarios: readonly string[]
  readonly metrics: readonly string[]
}

type Path = ValidationError['path']

/** Takes the steps in order: what a step names stands in it or before it. */
export class StepRules {
  /** Marks of each run so far, those included that a fork has of the run that it branches off. */
  private readonly marks = new Map<string, readonly string[]>()
  private readonly runs: LessonRun[] = []
  private newest: string | null = null
  private mistakes: ValidationError[] = []

  constructor(private readonly context: LessonContext) {}

  check(kind: StepKind, data: unknown): ValidationError[] {
    this.mistakes = []
    if (kind === 'run') this.run(data as RunStep)
    if (kind === 'try') this.attempt(data as TryStep)
    if (kind === 'see') this.see(data as SeeStep)
    return this.mistakes
  }

  /** Later steps may refer to it. */
  take(step: StepData): void {
    if (step.kind !== 'run' && step.kind !== 'try') return
    const run = step.kind === 'run' ? step.run : step.attempt
    this.marks.set(run.name, this.marksOfRun(run))
    this.runs.push(run)
    this.newest = run.name
  }

  /** Of a step's text, which is about the run that it shows, or else the newest. */
  figures(step: StepData, figures: readonly Figure[]): string[] {
    const run = step.kind === 'see' ? step.see.run : this.newest
    const marks = (run !== null && this.marks.get(run)) || []
    return figures.flatMap((figure) => this.figureMistakes(figure, marks))
  }

  /** Of a number that the run after it shows, once all steps are known. */
  rightAnswer(step: Step, run: LessonRun | null): string[] {
    if (step.kind !== 'predict' || step.predict.ask !== 'number' || typeof step.predict.right === 'number') return []
    if (run === null) return ['the right number comes of a run, but no run follows']
    return this.figureMistakes(step.predict.right, this.marks.get(run.name) ?? [])
  }

  private run(run: RunStep): void {
    const marks = this.source(run)
    this.name(['until'], 'mark', run.until, marks)
    this.hands('hand', run.hand, marks)
  }

  private attempt(attempt: TryStep): void {
    const marks = this.source(attempt)
    this.name(['goal'], 'mark', attempt.goal, marks)
    if (attempt.missed) this.name(['missed', 'at'], 'mark', attempt.missed.at, marks)
    this.hands('solution', attempt.solution, marks)
  }

  /** What runs, and its marks. */
  private source(run: LessonRun): readonly string[] {
    if (this.marks.has(run.name)) this.add(['name'], `there is a run named ${run.name} already`)
    if (run.scenario !== undefined) this.name(['scenario'], 'scenario', run.scenario, this.context.scenarios)
    if (run.fork) {
      this.name(['fork', 'of'], 'run', run.fork.of, [...this.marks.keys()])
      this.name(['fork', 'at'], 'mark', run.fork.at, this.marks.get(run.fork.of) ?? [])
    }
    const marks = this.marksOfRun(run)
    this.checkMarks(run.marks, marks)
    if (run.slow) this.name(['slow', 'from'], 'mark', run.slow.from, marks)
    run.claims.forEach((claim, i) => this.claim(['claims', i], claim, marks))
    return marks
  }

  private marksOfRun({ marks, fork }: LessonRun): readonly string[] {
    return [...(fork ? [...(this.marks.get(fork.of) ?? []), FORK_MARK] : []), ...Object.keys(marks)]
  }

  private checkMarks(own: Marks, all: readonly string[]): void {
    for (const [name, mark] of Object.entries(own)) {
      if (mark.after !== undefined) this.name(['marks', name, 'after'], 'mark', mark.after, all)
      for (const [at, event] of [
        [[], mark.event],
        [['without'], mark.without?.event]
      ] as const) {
        if (event !== undefined && !Object.hasOwn(KERNEL_KINDS, event) && factNamed(event) === undefined)
          this.add(['marks', name, ...at, 'event'], `unknown event ${event}; ${suggestion(event, Object.keys(KERNEL_KINDS))}`)
      }
    }
  }

  private claim(path: Path, { figure }: Claim, marks: readonly string[]): void {
    for (const text of this.figureMistakes(figure, marks)) this.add([...path, 'figure'], text)
  }

  private hands(field: string, hands: readonly Hand[], marks: readonly string[]): void {
    hands.forEach(({ after }, i) => after !== undefined && this.name([field, i, 'after'], 'mark', after, marks))
  }

  private see(see: SeeStep): void {
    const { run, beside, at, point } = see
    this.name(['run'], 'run', run, [...this.marks.keys()])
    const marks = this.marks.get(run) ?? []
    if (at !== undefined) this.name(['at'], 'mark', at, marks)
    if (point && 'message' in point) this.name(['point', 'message'], 'mark', point.message, marks)
    if (beside.length > 0) this.beside(see)
  }

  private beside({ run, beside, at, point }: SeeStep): void {
    for (const [i, name] of beside.entries()) {
      this.name(['beside', i], 'run', name, [...this.marks.keys()])
      if (at !== undefined && this.marks.get(name)?.includes(at) === false)
        this.add(['beside', i], `${name} has no mark ${at}, at which the runs are shown`)
    }
    const shown = this.runs.filter(({ name }) => name === run || beside.includes(name))
    if (shown.length === beside.length + 1 && sharedMoment(shown) === null)
      this.add(['beside'], 'expected other futures of one moment: runs with the same `fork`, or the run that they branch off')
    if (!point || !('chart' in point || 'belief' in point))
      this.add(['beside'], 'runs are laid over each other by a chart or a belief: expected one of them as `point`')
  }

  private figureMistakes(figure: Figure, marks: readonly string[]): string[] {
    if (figure.of === 'metric')
      return this.context.metrics.includes(figure.metric)
        ? []
        : [`unknown metric ${figure.metric}; ${suggestion(figure.metric, this.context.metrics)}`]
    return marksOf(figure).flatMap((mark) => (marks.includes(mark) ? [] : [`unknown mark ${mark}; ${suggestion(mark, marks)}`]))
  }

  private name(path: Path, what: string, name: string, known: readonly string[]): void {
    if (!known.includes(name)) this.add(path, `unknown ${what} ${name}; ${suggestion(name, known)}`)
  }

  private add(path: Path, text: string): void {
    this.mistakes.push({ path, text })
  }
}
