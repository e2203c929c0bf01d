/** How long the parts of a lesson may be, and which are longer. */
import type { Lesson, Step } from './lesson'
import type { Block, Inline } from './prose'

export const SENTENCE_WORDS_MAX = 20
export const STEP_WORDS_MAX = 90
/** Of the idea, which stands on the wall in large letters. */
export const IDEA_WORDS_MAX = 15
export const STEPS_MAX = 7
export const MINUTES_MAX = 12

/** Of the lesson as a whole, each in a sentence. */
export function lessonLengthMistakes({ idea, minutes, steps }: Lesson): string[] {
  const idea_words = wordsIn(idea)
  return [
    ...(idea_words > IDEA_WORDS_MAX ? [`the idea has ${idea_words} words; at most ${IDEA_WORDS_MAX}`] : []),
    ...(minutes > MINUTES_MAX ? [`the lesson takes ${minutes} minutes; at most ${MINUTES_MAX}`] : []),
    ...(steps.length > STEPS_MAX ? [`the lesson has ${steps.length} steps; at most ${STEPS_MAX}`] : [])
  ]
}

/** Of a step's text and of what is said to its answers, each in a sentence. */
export function stepLengthMistakes(step: Step): string[] {
  const paragraphs = step.text.flatMap(paragraphsOf)
  const words = paragraphs.reduce((sum, text) => sum + wordsIn(text), 0)
  const long = [...paragraphs, ...repliesOf(step)].flatMap(sentencesOf).filter((text) => wordsIn(text) > SENTENCE_WORDS_MAX)
  return [
    ...(words > STEP_WORDS_MAX ? [`its text has ${words} words; at most ${STEP_WORDS_MAX}`] : []),
    ...long.map((text) => `a sentence has ${wordsIn(text)} words; at most ${SENTENCE_WORDS_MAX}: ${text}`)
  ]
}

function repliesOf(step: Step): string[] {
  if (step.kind === 'try') return [...step.attempt.hints, ...(step.attempt.missed ? [step.attempt.missed.say] : [])]
  if (step.kind !== 'predict') return []
  const { predict } = step
  if (predict.ask === 'choice') return predict.choices.map(({ because }) => because)
  const mistakes = predict.ask === 'number' ? predict.mistakes.map(({ because }) => because) : Object.values(predict.mistakes)
  return [predict.because, ...mistakes]
}

/** Tables are read cell by cell: they count no words. */
function paragraphsOf(block: Block): string[] {
  if (block.type === 'table') return []
  if (block.type === 'list') return block.items.flat().flatMap(paragraphsOf)
  return [block.children.map(inlineText).join('')]
}

/** A figure is one word. */
function inlineText(inline: Inline): string {
  if (inline.type === 'figure') return '0'
  return 'text' in inline ? inline.text : inline.children.map(inlineText).join('')
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!])\s+/)
}

/** Signs on their own, such as a dash, are none. */
function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}
