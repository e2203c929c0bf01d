/**
 * The TrueTime store's own commands:
 *
 *     gather A c:7 x y      ask A for x and y as of one time, as operation 7 of session c
 *     versions A x          print what A has of x
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { spannerKv } from '../../../src-node/protocols/spanner-kv'
import { machineOf } from '../../../src-node/protocols/spanner-kv/groups'
import type { SpannerState } from '../../../src-node/protocols/spanner-kv/state'
import { millisText, SPANNER_FACTS } from '../../../src-shared/protocols/spanner-kv/facts'
import type { Dialect } from '../transcript/dialect'

export const dialect: Dialect<SpannerState> = {
  protocol: spannerKv as unknown as Protocol<SpannerState>,
  isRoutine: () => true,
  // How groups elect and replicate is Raft's to tell.
  leavesOut: (event) => event.kind !== 'fact' || !SPANNER_FACTS.some(({ name }) => name === event.fact),
  commands: {
    gather(cluster, [node, name, ...keys]) {
      const [session, sequence] = name!.split(':') as [string, string]
      cluster.request(node!, { session, sequence: Number(sequence), operation: { f: 'gather', key: keys[0]!, keys } })
    },
    versions: (cluster, [node, key]) =>
      [...cluster.state(node!).host.groups].flatMap(([group, { state }]) =>
        (machineOf(state).versions.get(key!) ?? []).map(
          ({ at_us, value }) => `${group} at ${node} has ${key} = ${value} of ${millisText(at_us)}`
        )
      )
  }
}
