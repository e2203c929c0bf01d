import type { ArgsDef } from 'citty'
import { suggestion } from '../../../src-shared/scenario/closest-match'

/**
 * Every check and expectation holds; one fails; a bad argument or file, nothing could be started, or something could not be written;
 * 128 + SIGINT: ended by a signal before its time, and nothing had failed until then; 128 + SIGPIPE.
 */
export const EXIT_CODES = { passed: 0, failed: 1, usage: 2, interrupted: 130, no_reader: 141 } as const

/** A bad argument or file; the message is for a person. Ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A signal ended the command before it was done; the message says what is left undone. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

type Given = Readonly<Record<string, unknown>> & { readonly _: readonly string[] }

/** Refuses options that the command does not have. */
export function requireOptions(given: Given, known: ArgsDef): void {
  for (const name of Object.keys(given)) {
    if (name === '_' || name in known) continue
    throw new UsageError(`unknown option --${name}; ${suggestion(name, optionsOf(known))}`)
  }
}

/** Refuses options that the command does not have, and more words than it takes. */
export function requireKnown(given: Given, known: ArgsDef): void {
  requireOptions(given, known)
  const words = Object.keys(known).length - optionsOf(known).length
  if (given._.length > words) throw new UsageError(`unexpected argument ${given._[words]}`)
}

function optionsOf(known: ArgsDef): string[] {
  return Object.keys(known).filter((name) => known[name]!.type !== 'positional')
}

/** A whole number within the bounds, or a {@link UsageError}. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`--${name}: expected a whole number from ${min} to ${max}, but found ${text || 'nothing'}`)
}
