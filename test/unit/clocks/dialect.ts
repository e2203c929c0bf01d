/** The protocol's own commands are those of any: `command a write what=x`. */
import type { Protocol } from '../../../src-node/protocols/contract'
import { clocks } from '../../../src-node/protocols/clocks'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = {
  protocol: clocks as unknown as Protocol,
  isRoutine: () => false,
  commands: {}
}
