import type { Answer } from '../../../src-shared/lessons/prediction'
import type { AnswerCount, Vote } from '../../../src-shared/room/room-api'
import type { Participant } from './participants'

/** One prediction of a lesson, put to the room: nobody sees what others say until the voting ends. */
export class RoomVote {
  #round = 1
  #shown = false
  #before: readonly AnswerCount[] | null = null
  /** By participant's key. */
  readonly #answers = new Map<string, { readonly round: number; readonly answer: Answer }>()

  constructor(
    readonly lesson: string,
    readonly step: number
  ) {}

  get isOpen(): boolean {
    return !this.#shown
  }

  /** What this participant last said; absent: nothing. */
  answerOf({ key }: Participant): { readonly round: number; readonly answer: Answer } | undefined {
    return this.#answers.get(key)
  }

  /** It may be changed until the voting ends. */
  answer({ key }: Participant, answer: Answer): void {
    this.#answers.set(key, { round: this.#round, answer })
  }

  show(): void {
    this.#shown = true
  }

  /** Ends the voting once all of these have answered. */
  showIfAllAnswered(present: readonly Participant[]): void {
    if (present.length > 0 && present.every((one) => this.answerOf(one)?.round === this.#round)) this.show()
  }

  again(): void {
    this.#before = this.counts()
    this.#round += 1
    this.#shown = false
  }

  get view(): Vote {
    const { lesson, step } = this
    const counts = this.counts()
    const answered = counts.reduce((sum, { count }) => sum + count, 0)
    return { lesson, step, round: this.#round, answered, counts: this.#shown ? counts : null, before: this.#before }
  }

  private counts(): AnswerCount[] {
    const counted = new Map<string, { answer: Answer; count: number }>()
    for (const { round, answer } of this.#answers.values()) {
      if (round !== this.#round) continue
      const name = JSON.stringify(answer)
      const known = counted.get(name)
      if (known) known.count += 1
      else counted.set(name, { answer, count: 1 })
    }
    return [...counted.values()]
  }
}
