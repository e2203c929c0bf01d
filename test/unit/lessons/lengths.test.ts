import { expect, it } from 'vitest'
import { shippedLessons } from '../../../src-main/lessons/lesson-files'
import { lessonLengthMistakes, stepLengthMistakes } from '../../../src-shared/lessons/lengths'
import type { Lesson, Step } from '../../../src-shared/lessons/lesson'

const words = (count: number) => `${Array.from({ length: count }, () => 'word').join(' ')}.`
const step = (...sentences: string[]): Step => ({
  kind: 'explain',
  title: 'Step',
  line: 1,
  text: [{ type: 'paragraph', children: [{ type: 'text', text: sentences.join(' ') }] }]
})

it.each(shippedLessons().map(({ id, parse }) => ({ id, parse })))('$id keeps to the lengths of a lesson', ({ parse }) => {
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  const mistakes = parse.value.steps.flatMap((one) => stepLengthMistakes(one).map((mistake) => `${one.title}: ${mistake}`))
  expect([...lessonLengthMistakes(parse.value), ...mistakes]).toEqual([])
})

it('a sentence of 21 words and a step of 91 are too long', () => {
  expect(stepLengthMistakes(step(words(20), words(20), words(20), words(20), words(10)))).toEqual([])
  expect(stepLengthMistakes(step(words(21)))).toEqual([expect.stringContaining('a sentence has 21 words; at most 20')])
  expect(stepLengthMistakes(step(words(20), words(20), words(20), words(20), words(11)))).toEqual([
    'its text has 91 words; at most 90'
  ])
})

it('so are an idea of 16 words, eight steps and 13 minutes', () => {
  const lesson = { idea: words(15), minutes: 12, steps: Array.from({ length: 7 }, () => step()) } as unknown as Lesson
  expect(lessonLengthMistakes(lesson)).toEqual([])
  const long = { idea: words(16), minutes: 13, steps: [...lesson.steps, step()] } as unknown as Lesson
  expect(lessonLengthMistakes(long)).toEqual([
    'the idea has 16 words; at most 15',
    'the lesson takes 13 minutes; at most 12',
    'the lesson has 8 steps; at most 7'
  ])
})
