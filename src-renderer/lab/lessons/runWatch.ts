import type { LabEvent } from '../../../src-shared/events'
import type { Hand, Lesson } from '../../../src-shared/lessons/lesson'
import { MarksFold } from '../../../src-shared/lessons/marks'
import { endOf, marksOfRun } from '../../../src-shared/lessons/runs'
import type { LessonRun } from '../../../src-shared/lessons/runs'

/** How a run of a lesson ended: at the mark where its step ends, where that can no longer be reached, at its limit, or before either. */
export type RunEnd = 'mark' | 'missed' | 'limit' | 'over'

/** Watches a run of a lesson up to where its step ends. */
export class RunWatch {
  readonly marks: MarksFold
  ended: RunEnd | null = null
  /** Whether its time has passed at all: it may be held still at its start. */
  moved = false
  /** Of the hands that its step asks for, those that somebody has done, by place. */
  readonly done = new Set<number>()
  private readonly end: string

  constructor(
    lesson: Pick<Lesson, 'steps'>,
    readonly run: LessonRun
  ) {
    this.marks = new MarksFold(marksOfRun(lesson, run))
    this.end = endOf(run)
  }

  /** Takes the next event in; true when there is something new to tell. What comes after the end counts no more. */
  observe(event: LabEvent): boolean {
    if (this.ended !== null) return false
    const before = this.marks.reached.size + this.done.size
    const moves = !this.moved && event.t > 0
    this.moved ||= moves
    this.marks.observe(event)
    if (event.kind === 'fault-started' && event.by === 'person') this.markDone(event.action)
    if (this.marks.reached.has(this.end)) this.ended = 'mark'
    else if ('missed' in this.run && this.run.missed && this.marks.reached.has(this.run.missed.at)) this.ended = 'missed'
    else if (event.kind === 'run-ended') this.ended = 'over'
    else if (event.t > this.run.limit * 1000) this.ended = 'limit'
    return moves || this.ended !== null || this.marks.reached.size + this.done.size > before
  }

  /** Its pace from now on; null: as it began. */
  get slow_pace(): number | null {
    const { slow } = this.run
    return slow && this.marks.reached.has(slow.from) ? slow.pace : null
  }

  private markDone(action: Hand['action']): void {
    const text = JSON.stringify(action)
    const place = handsOf(this.run).findIndex((hand, i) => !this.done.has(i) && JSON.stringify(hand.action) === text)
    if (place >= 0) this.done.add(place)
  }
}

/** What the reader does in it: what the step asks for, or what solves it. */
export function handsOf(run: LessonRun): readonly Hand[] {
  return 'hand' in run ? run.hand : run.solution
}
