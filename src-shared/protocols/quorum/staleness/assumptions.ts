/** What WARS takes for granted (Bailis et al. 2012, §4.1 and §6), and what of it does not hold in a run. */
import { NODES_MAX } from '../../../engine'
import type { ClusterFold } from '../../../folds/cluster'
import { linkEnds, linksAmong } from '../../../ids'
import type { LinkSettings } from '../../../network/netem'
import type { StalenessState } from './fold'
import { settingsNow } from './link-settings'

/** Why the prediction need not fit this run, each a few words; empty: it should. */
export function doubtsOf(state: StalenessState, cluster: ClusterFold): string[] {
  const { parameters, nodes, clients } = cluster
  if (nodes.size > NODES_MAX.processes) return ['the links of so many nodes are not known']
  const settingsOf = settingsNow(state, cluster)
  const all = linksAmong([...nodes.keys()], clients)
  const isClients = (id: (typeof all)[number]) => !linkEnds(id).every((end) => nodes.has(end))
  const between = all.filter((id) => !isClients(id)).map(settingsOf)
  const reasons: readonly (readonly [string, boolean])[] = [
    ['read repair is on', parameters['read_repair'] === true],
    ['hinted handoff is on', parameters['hinted_handoff'] === true],
    ['anti-entropy is on', Number(parameters['anti_entropy_ms']) > 0],
    ['quorums are sloppy', parameters['sloppy_quorum'] === true],
    ['versions are vectors', parameters['versions'] === 'vector'],
    ['links lose, double or damage frames', between.some(isHarmful)],
    ['links keep frames in order', between.some(({ jitter_ms, order }) => jitter_ms > 0 && order === 'fifo')],
    ['delays are correlated', between.some(({ delay_correlation_percent }) => delay_correlation_percent > 0)],
    ['links have a rate', between.some(({ rate_bit_s }) => rate_bit_s > 0)],
    ['clients’ links take time', all.filter(isClients).map(settingsOf).some(isSlow)],
    ['operations set R or W themselves', state.has_own_quorums],
    ['links or nodes changed meanwhile', state.is_disturbed]
  ]
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
}

function isHarmful(settings: LinkSettings): boolean {
  const { loss_percent, gilbert_elliott, loss_state, duplicate_percent, corrupt_percent, reorder_percent } = settings
  const chances = loss_percent + duplicate_percent + corrupt_percent + reorder_percent
  return chances > 0 || gilbert_elliott !== null || loss_state !== null
}

function isSlow({ delay_ms, jitter_ms }: LinkSettings): boolean {
  return delay_ms > 0 || jitter_ms > 0
}
