/** Ben-Or has no commands of its own: nodes begin by themselves. */
import type { Protocol } from '../../../src-node/protocols/contract'
import { benOr } from '../../../src-node/protocols/ben-or'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = {
  protocol: benOr as unknown as Protocol,
  isRoutine: ({ type }) => type === 'repeat',
  commands: {}
}
