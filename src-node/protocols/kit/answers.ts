/** Answers to clients' operations, so that a client that asks again is told what it came to, and it is not done twice. */
import { setBounded } from './bounded'
import { operationName } from './requests'

/** Sessions of which it is remembered up to where their answers are forgotten. */
const SESSIONS_MAX = 1024

export type Answer<Value> = {
  readonly session: string
  readonly sequence: number
  readonly value: Value
}

export interface Answers<Value> {
  /** By `session:sequence`, oldest first. */
  readonly kept: Map<string, Answer<Value>>
  /** By session: answers up to this sequence may be forgotten. */
  readonly forgotten: Map<string, number>
}

export type SavedAnswers<Value> = {
  readonly kept: readonly Answer<Value>[]
  readonly forgotten: readonly (readonly [session: string, sequence: number])[]
}

export function noAnswers<Value>(): Answers<Value> {
  return { kept: new Map(), forgotten: new Map() }
}

/** What the operation came to; null: nothing, as far as is known. `expired`: too old to know. */
export function recallAnswer<Value>(
  { kept, forgotten }: Answers<Value>,
  session: string,
  sequence: number
): Answer<Value> | 'expired' | null {
  const answer = kept.get(operationName({ session, sequence }))
  if (answer !== undefined) return answer
  return sequence <= (forgotten.get(session) ?? -1) ? 'expired' : null
}

export function rememberAnswer<Value>({ kept, forgotten }: Answers<Value>, answer: Answer<Value>, kept_max: number): void {
  kept.set(operationName(answer), answer)
  if (kept.size <= kept_max) return
  const [name, oldest] = kept.entries().next().value!
  kept.delete(name)
  setBounded(forgotten, oldest.session, Math.max(oldest.sequence, forgotten.get(oldest.session) ?? 0), SESSIONS_MAX)
}

export function savedAnswers<Value>({ kept, forgotten }: Answers<Value>): SavedAnswers<Value> {
  return { kept: [...kept.values()], forgotten: [...forgotten] }
}

export function answersFrom<Value>({ kept, forgotten }: SavedAnswers<Value>): Answers<Value> {
  return { kept: new Map(kept.map((answer) => [operationName(answer), answer])), forgotten: new Map(forgotten) }
}
