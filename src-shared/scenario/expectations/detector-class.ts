import { z } from 'zod'
import { CLASSES, inClassSince, verdictOf } from '../../failure-detection/classes'
import type { ClassName } from '../../failure-detection/classes'
import { DETECTOR_NAMES, foldHistories, suffixText } from '../../protocols/membership/detectors'
import type { Histories } from '../../protocols/membership/detectors'
import { durationSchema } from '../duration'
import { defineExpectation } from './expectation-kind'
import { secondsText } from './words'

/** In letters that every keyboard has: `eventually P` is ◇P. */
const ASCII = { 'eventually P': '◇P', 'eventually S': '◇S', 'eventually Q': '◇Q', 'eventually W': '◇W' } as const

const classSchema = z.enum([...CLASSES, ...(Object.keys(ASCII) as (keyof typeof ASCII)[])])

function className(given: z.infer<typeof classSchema>): ClassName {
  return given in ASCII ? ASCII[given as keyof typeof ASCII] : (given as ClassName)
}

/** What a detector's history amounts to in this run, at least; "eventually": from some moment on to the run's end. */
export const detectorClass = defineExpectation({
  schema: z.strictObject({
    expect: z
      .literal('detector-class')
      .describe('A failure detector is in a class of Chandra and Toueg, by its history in this run.'),
    detector: z.enum(DETECTOR_NAMES).describe('Which one.'),
    reaches: classSchema.describe('The class, or one that contains more.'),
    held_for: durationSchema
      .optional()
      .describe('What the class asks for has held for so long when the run ends; absent: for however short a time.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  validate(_, path, rules) {
    if (rules.scenario.protocol.name !== 'membership')
      rules.add([...path, 'detector'], `${rules.scenario.protocol.name} has no failure detectors of its own; expected membership`)
  },
  describe: ({ detector, reaches, held_for }) =>
    `The detector ${detector} is in class ${className(reaches)}${held_for === undefined ? '' : `, for the last ${secondsText(held_for)} at least`}`,
  observe({ detector, reaches, held_for = 0 }, { events }) {
    const histories: Histories = new Map()
    for (const event of events) foldHistories(histories, event)
    const history = histories.get(detector)
    if (history === undefined) return { met: false, observed: 'it did not run' }
    const verdict = verdictOf(history)
    const end_us = events.at(-1)!.t
    const since_us = inClassSince(verdict, className(reaches))
    const met = since_us !== null && end_us - since_us >= held_for * 1000
    const [failure] = verdict.failures
    const first =
      failure === undefined ? '' : `; ${failure.property} failed at ${secondsText(failure.t_us / 1000)}: ${failure.text}`
    return { met, observed: `${suffixText(verdict, end_us)}${first}` }
  }
})
