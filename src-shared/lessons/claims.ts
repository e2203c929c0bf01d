/** What a run of a lesson must show, so that what its text says is true. */
import { z } from 'zod'
import { boundFields, boundsText, isWithinBounds } from '../scenario/expectations/bounds'
import { FIGURE_FORMS, figureOf, parseFigure, quantityText, unitOf } from './figures'
import type { Evidence, Figure } from './figures'

/** A figure as a lesson writes it. */
export const figureSchema = z.string().transform((text, context): Figure => {
  const figure = parseFigure(text)
  if (figure !== null) return figure
  context.addIssue({ code: 'custom', message: `expected ${FIGURE_FORMS}` })
  return z.NEVER
})

export const claimSchema = z
  .strictObject({
    figure: figureSchema,
    /** Numbers in the figure's unit; ms between marks. */
    ...boundFields,
    /** Instead of bounds: a name. */
    is: z.string().optional(),
    /** What the chapter says of it, or why it must be so. */
    because: z.string().optional()
  })
  .refine(
    ({ at_least, at_most, equals, is }) => [at_least, at_most, equals, is].some((bound) => bound !== undefined),
    'expected at_least, at_most, equals or is'
  )
export type Claim = z.infer<typeof claimSchema>

/** What came of a claim. */
export interface ClaimResult {
  readonly met: boolean
  /** `between cut leader is at least 130 and at most 180`. */
  readonly text: string
  readonly observed: string
}

export function holdClaim(claim: Claim, evidence: Evidence): ClaimResult {
  const { figure, is } = claim
  const value = figureOf(figure, evidence)
  const text = `${figureName(figure)} is ${is ?? boundsText(claim)}`
  if (value === undefined) return { met: false, text, observed: 'nothing to measure it by' }
  if (is !== undefined) return { met: String(value) === is, text, observed: String(value) }
  if (typeof value === 'string') return { met: false, text, observed: `${value}, which is no number` }
  return { met: isWithinBounds(value, claim), text, observed: quantityText(value, unitOf(figure)) }
}

/** As it is written in a lesson. */
export function figureName(figure: Figure): string {
  switch (figure.of) {
    case 'between':
      return `between ${figure.from} ${figure.to}`
    case 'time':
      return `time ${figure.mark}`
    case 'value':
      return `value ${figure.mark} ${figure.path}`
    case 'metric':
      return `metric ${figure.metric}`
    case 'verdict':
      return `verdict ${figure.check}`
  }
}
