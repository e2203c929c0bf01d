/** What a room answered, by answer: how many, and who of them is right. */
import type { Evidence } from '../lessons/figures'
import { NOTHING, answerText, feedbackTo } from '../lessons/prediction'
import type { Answer, Prediction } from '../lessons/prediction'
import type { AnswerCount } from './room-api'

/** Between them a talk in pairs changes most. */
const TALK_FROM = 0.3
const TALK_TO = 0.7

export interface TallyRow {
  readonly answer: Answer
  readonly text: string
  readonly count: number
  /** In the round before; null: there was none. */
  readonly before: number | null
  /** null: it is not known yet, or nothing was answered. */
  readonly right: boolean | null
}

/** A row for each answer: all that can be chosen, numbers that somebody gave from the smallest on, and those who do not know. */
export function tally(
  prediction: Prediction,
  counts: readonly AnswerCount[],
  before: readonly AnswerCount[] | null,
  evidence: Evidence
): TallyRow[] {
  const known = isRightKnown(prediction, evidence)
  return answersOf(prediction, [...counts, ...(before ?? [])]).map((answer) => ({
    answer,
    text: answerText(prediction, answer),
    count: countOf(counts, answer),
    before: before && countOf(before, answer),
    right: known ? feedbackTo(prediction, answer, evidence).right : null
  }))
}

/** How many of those who answered are right, from 0 to 1; null: nobody answered, or it is not known yet. */
export function shareRight(rows: readonly TallyRow[]): number | null {
  const sum = (some: readonly TallyRow[]) => some.reduce((total, { count }) => total + count, 0)
  if (sum(rows) === 0 || rows.every(({ right }) => right === null)) return null
  return sum(rows.filter(({ right }) => right)) / sum(rows)
}

/** Whether two minutes in pairs and a second vote are worth it. */
export function isWorthTalking(share: number | null): boolean {
  return share !== null && share >= TALK_FROM && share <= TALK_TO
}

/** A number that the run shows is known when it has shown it. */
function isRightKnown(prediction: Prediction, evidence: Evidence): boolean {
  if (prediction.ask !== 'number' || typeof prediction.right === 'number') return true
  return evidence.marks.size > 0 || Object.keys(evidence.metrics).length > 0
}

function answersOf(prediction: Prediction, given: readonly AnswerCount[]): Answer[] {
  const listed: Answer[] = prediction.ask === 'choice' ? prediction.choices.map((_, choice) => ({ choice })) : []
  const others = given.map(({ answer }) => answer).filter((answer) => !listed.some((one) => isSame(one, answer)))
  const unique = others.filter((answer, i) => others.findIndex((one) => isSame(one, answer)) === i)
  return [...listed, ...unique.sort((a, b) => rank(a) - rank(b) || compare(a, b))]
}

/** Those who do not know come last, and before them those who say that it is nothing. */
function rank(answer: Answer): number {
  if ('unknown' in answer) return 2
  return 'place' in answer && answer.place === NOTHING ? 1 : 0
}

function compare(a: Answer, b: Answer): number {
  if ('number' in a && 'number' in b) return a.number - b.number
  if ('place' in a && 'place' in b) return a.place < b.place ? -1 : 1
  return 0
}

function countOf(counts: readonly AnswerCount[], answer: Answer): number {
  return counts.find((one) => isSame(one.answer, answer))?.count ?? 0
}

function isSame(a: Answer, b: Answer): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
