import type { ArgsDef } from 'citty'
import { suggestion } from '../../src-shared/scenario/nearest'

/** Every check and expectation holds; one fails; a bad argument or file, or nothing could be started; 128 + SIGPIPE. */
export const EXIT_CODES = { passed: 0, failed: 1, usage: 2, no_reader: 141 } as const

/** A bad argument or file; the message is for a person. Ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Refuses options that the command does not have, and more words than it takes. */
export function requireKnown(given: Readonly<Record<string, unknown>> & { readonly _: readonly string[] }, known: ArgsDef): void {
  const options = Object.keys(known).filter((name) => known[name]!.type !== 'positional')
  for (const name of Object.keys(given)) {
    if (name === '_' || name in known) continue
    throw new UsageError(`unknown option --${name}; ${suggestion(name, options)}`)
  }
  const words = Object.keys(known).length - options.length
  if (given._.length > words) throw new UsageError(`unexpected argument ${given._[words]}`)
}

/** A whole number within the bounds, or a {@link UsageError}. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`--${name}: expected a whole number from ${min} to ${max}, but found ${text || 'nothing'}`)
}
