import type { Protocol } from '../../../src-node/protocols/contract'
import { quorum } from '../../../src-node/protocols/quorum'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect = { protocol: quorum as unknown as Protocol, isRoutine: () => false, commands: {} }
