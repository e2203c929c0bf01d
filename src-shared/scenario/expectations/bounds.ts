/** What a figure is to be. */
import { z } from 'zod'
import type { Path, RuleContext } from '../rule-context'

export const boundFields = {
  at_least: z.number().optional().describe('Lower bound, included.'),
  at_most: z.number().optional().describe('Upper bound, included.'),
  equals: z.number().optional().describe('The exact value.')
}

interface Bounds {
  readonly at_least?: number | undefined
  readonly at_most?: number | undefined
  readonly equals?: number | undefined
}

/** There must be one. `expect` names what has the figure. */
export function validateBounds(expect: string, { at_least, at_most, equals }: Bounds, path: Path, rules: RuleContext): void {
  if (at_least === undefined && at_most === undefined && equals === undefined) {
    rules.add(path, `an expectation on a ${expect} needs at_least, at_most or equals`)
  }
}

export function isWithinBounds(value: number, { at_least, at_most, equals }: Bounds): boolean {
  return value >= (at_least ?? -Infinity) && value <= (at_most ?? Infinity) && (equals === undefined || value === equals)
}

/** `at least 1 and at most 3`. */
export function boundsText({ at_least, at_most, equals }: Bounds): string {
  const bounds = [
    equals !== undefined && `exactly ${equals}`,
    at_least !== undefined && `at least ${at_least}`,
    at_most !== undefined && `at most ${at_most}`
  ]
  return bounds.filter(Boolean).join(' and ')
}
