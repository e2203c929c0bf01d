import { ENGINES } from '../../../src-shared/engine'
import type { Engine } from '../../../src-shared/engine'
import { UsageError } from './usage'

/** The engine that `--engine` names; undefined: it was not given. Any other word is a {@link UsageError}. */
export function engineOf(name: string | undefined): Engine | undefined {
  const engine = ENGINES.find((known) => known === name)
  if (engine === undefined && name !== undefined)
    throw new UsageError(`--engine: expected ${ENGINES.join(' or ')}, but found ${name || 'nothing'}`)
  return engine
}
