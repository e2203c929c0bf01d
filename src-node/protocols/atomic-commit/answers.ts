/** Answers of committed transactions, so that a client that asks again is told what it came to, and it is not done twice. */
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import { setBounded } from '../kit/bounded'
import { operationName } from '../kit/requests'

/** Sessions of which it is remembered up to where their answers are forgotten. */
const SESSIONS_MAX = 1024

export interface Answer {
  readonly transaction: string
  readonly session: string
  readonly sequence: number
  readonly answers: readonly StepAnswer[]
}

export interface Answers {
  /** By `session:sequence`, oldest first. */
  readonly kept: Map<string, Answer>
  /** By session: answers up to this sequence may be forgotten. */
  readonly forgotten: Map<string, number>
}

export type SavedAnswers = {
  readonly kept: readonly {
    readonly transaction: string
    readonly session: string
    readonly sequence: number
    readonly answers: readonly StepAnswer[]
  }[]
  readonly forgotten: readonly (readonly [session: string, sequence: number])[]
}

/** What the steps of the operation answered; null: nothing, as far as is known. `expired`: too old to know. */
export function recallAnswer(
  { kept, forgotten }: Answers,
  session: string,
  sequence: number
): readonly StepAnswer[] | 'expired' | null {
  const answer = kept.get(operationName({ session, sequence }))
  if (answer !== undefined) return answer.answers
  return sequence <= (forgotten.get(session) ?? -1) ? 'expired' : null
}

export function rememberAnswer({ kept, forgotten }: Answers, answer: Answer, kept_max: number): void {
  kept.set(operationName(answer), answer)
  if (kept.size <= kept_max) return
  const [name, oldest] = kept.entries().next().value!
  kept.delete(name)
  setBounded(forgotten, oldest.session, Math.max(oldest.sequence, forgotten.get(oldest.session) ?? 0), SESSIONS_MAX)
}

export function savedAnswers({ kept, forgotten }: Answers): SavedAnswers {
  return { kept: [...kept.values()].map((answer) => ({ ...answer })), forgotten: [...forgotten] }
}

export function answersFrom({ kept, forgotten }: SavedAnswers): Answers {
  return { kept: new Map(kept.map((answer) => [operationName(answer), answer])), forgotten: new Map(forgotten) }
}
