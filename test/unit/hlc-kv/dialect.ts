import type { Protocol } from '../../../src-node/protocols/contract'
import { hlcKv } from '../../../src-node/protocols/hlc-kv'
import type { HlcMessage } from '../../../src-node/protocols/hlc-kv/messages'
import type { Dialect } from '../transcript/dialect'

/** Nodes close their time and say what they have all the time. */
export const dialect: Dialect = {
  protocol: hlcKv as unknown as Protocol,
  isRoutine: (given) => {
    const message = given as HlcMessage
    return message.type === 'have' || message.versions.length === 0
  },
  commands: {}
}
