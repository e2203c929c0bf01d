/**
 * The commands of quorums besides those that all transcripts have:
 *
 *     join D | leave D      D takes part from now on (with its disk of before, if it has one), or no more
 *     ranges A KEY …        print how A sees the ranges of these keys
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { quorum } from '../../../src-node/protocols/quorum'
import { MESSAGES as SWIM_MESSAGES } from '../../../src-shared/protocols/membership/messages'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { QuorumState } from '../../../src-node/protocols/quorum/state'
import type { Dialect } from '../transcript/dialect'

/** How ranges stand is told all the time; what SWIM says, its own transcripts show. */
const ROUTINE: ReadonlySet<string> = new Set(['moves', ...SWIM_MESSAGES.map(({ name }) => name)])

export const dialect: Dialect<QuorumState> = {
  protocol: quorum as unknown as Protocol<QuorumState>,
  isRoutine: ({ type }) => ROUTINE.has(type),
  commands: {
    join: (cluster, [id]) => cluster.join(id!),
    leave: (cluster, [id]) => cluster.leave(id!),
    ranges: (cluster, [id, ...keys]) => keys.map((key) => `${id} counts on ${setsOf(cluster.state(id!), key)} for ${key}`)
  }
}

function setsOf({ sets, settings }: QuorumState, key: string): string {
  return sets[rangeOf(key, settings)]!.map((set) => `{${set.join(' ')}}`).join(' and ')
}
