/** The protocol's own commands are those of any: `command s announce-leap-second in_s=2`. */
import type { Protocol } from '../../../src-node/protocols/contract'
import { clockSync } from '../../../src-node/protocols/clock-sync'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = {
  protocol: clockSync as unknown as Protocol,
  isRoutine: () => false,
  commands: {}
}
