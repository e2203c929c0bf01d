/** What a reader is asked before a run, and what is said to each answer. */
import { z } from 'zod'
import { figureSchema } from './claims'
import { figureOf, figureText, quantityText } from './figures'
import type { Evidence } from './figures'

const because = z.string().min(1)

const choicesSchema = z.strictObject({
  ask: z.literal('choice'),
  choices: z
    .array(
      z.strictObject({
        answer: z.string().min(1),
        right: z.boolean().default(false),
        /** Why it is right; of a wrong one what belief it is, and where that would be right. */
        because
      })
    )
    .min(2)
    .max(6)
    .refine((choices) => choices.filter(({ right }) => right).length === 1, 'expected one right choice')
})

const numberSchema = z.strictObject({
  ask: z.literal('number'),
  unit: z.string().default(''),
  /** What it is, or the figure of the run that says so. */
  right: z.union([z.number(), figureSchema]),
  /** How far off is still right. */
  within: z.number().min(0).default(0),
  because,
  /** Wrong values that come of a known belief. */
  mistakes: z.array(z.strictObject({ value: z.number(), within: z.number().min(0).default(0), because })).default([])
})

/** A click on a node, or on a link (`n1→n2`), of the canvas. */
const placeSchema = z.strictObject({
  ask: z.enum(['node', 'link']),
  right: z.string(),
  because,
  /** By what is clicked; `nothing`: none of them. */
  mistakes: z.record(z.string(), because).default({})
})

export const predictionSchema = z.discriminatedUnion('ask', [choicesSchema, numberSchema, placeSchema])
export type Prediction = z.infer<typeof predictionSchema>

export const answerSchema = z.union([
  z.strictObject({ unknown: z.literal(true) }),
  z.strictObject({ choice: z.number() }),
  z.strictObject({ number: z.number() }),
  z.strictObject({ place: z.string().max(130) })
])
/** `unknown`: the reader does not know, which is allowed. A choice goes by its place; a node or link by its name, `nothing` for none. */
export type Answer = Readonly<z.infer<typeof answerSchema>>

export interface Feedback {
  /** null: no answer was given. */
  readonly right: boolean | null
  /** Why, in a sentence; null: nothing is known of this answer. */
  readonly because: string | null
}

export const NOTHING = 'nothing'

/** What is said to an answer once the run has shown what is so. */
export function feedbackTo(prediction: Prediction, answer: Answer, evidence: Evidence): Feedback {
  if ('unknown' in answer) return { right: null, because: explanationOf(prediction) }
  switch (prediction.ask) {
    case 'choice': {
      const choice = 'choice' in answer ? prediction.choices[answer.choice] : undefined
      return { right: choice?.right ?? false, because: choice?.because ?? null }
    }
    case 'number':
      return 'number' in answer ? feedbackToNumber(prediction, answer.number, evidence) : { right: false, because: null }
    default: {
      const place = 'place' in answer ? answer.place : NOTHING
      if (place === prediction.right) return { right: true, because: prediction.because }
      return { right: false, because: prediction.mistakes[place] ?? null }
    }
  }
}

function feedbackToNumber(prediction: z.infer<typeof numberSchema>, given: number, evidence: Evidence): Feedback {
  const right = rightNumber(prediction, evidence)
  if (right !== null && Math.abs(given - right) <= prediction.within) return { right: true, because: prediction.because }
  const mistake = prediction.mistakes.find(({ value, within }) => Math.abs(given - value) <= within)
  return { right: false, because: mistake?.because ?? null }
}

/** null: the run has not shown it yet. */
function rightNumber({ right }: z.infer<typeof numberSchema>, evidence: Evidence): number | null {
  if (typeof right === 'number') return right
  const value = figureOf(right, evidence)
  return typeof value === 'number' ? value : null
}

/** Why what is right is right. */
export function explanationOf(prediction: Prediction): string {
  return prediction.ask === 'choice' ? prediction.choices.find(({ right }) => right)!.because : prediction.because
}

/** What was right, in words; null: the run has not shown it yet. */
export function rightText(prediction: Prediction, evidence: Evidence): string | null {
  switch (prediction.ask) {
    case 'choice':
      return prediction.choices.find(({ right }) => right)!.answer
    case 'number':
      return typeof prediction.right === 'number'
        ? quantityText(prediction.right, prediction.unit)
        : figureText(prediction.right, evidence)
    default:
      return prediction.right === NOTHING ? `no ${prediction.ask}` : prediction.right
  }
}

/** The reader's answer, in words. */
export function answerText(prediction: Prediction, answer: Answer): string {
  if ('unknown' in answer) return 'I do not know'
  if ('choice' in answer) return prediction.ask === 'choice' ? (prediction.choices[answer.choice]?.answer ?? '') : ''
  if ('number' in answer) return quantityText(answer.number, prediction.ask === 'number' ? prediction.unit : '')
  return answer.place === NOTHING ? `no ${prediction.ask}` : answer.place
}

/** An answer of each kind that a text replies to: every choice, every recognised mistake, and none. */
export function allAnswers(prediction: Prediction, evidence: Evidence): Answer[] {
  const none: Answer = { unknown: true }
  switch (prediction.ask) {
    case 'choice':
      return [...prediction.choices.map((_, choice) => ({ choice })), none]
    case 'number': {
      const right = rightNumber(prediction, evidence)
      return [
        ...(right === null ? [] : [{ number: right }]),
        ...prediction.mistakes.map(({ value }) => ({ number: value })),
        none
      ]
    }
    default:
      return [prediction.right, ...Object.keys(prediction.mistakes)].map((place): Answer => ({ place })).concat(none)
  }
}
