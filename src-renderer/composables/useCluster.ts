import { computed, toValue } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { groupsOf } from '../../src-shared/folds/cluster-reach'
import type { NodeState } from '../../src-shared/folds/cluster'
import type { LinkState } from '../../src-shared/folds/cluster-links'
import { linkId } from '../../src-shared/ids'
import type { EndpointId, NodeId } from '../../src-shared/ids'
import type { LinkCondition } from '../lab/canvas/linkStyle'
import { useRun } from '../stores/run'

/** A copy of the node's state with every tick, so that Vue sees the change. */
export function useNode(id: MaybeRefOrGetter<NodeId | null>) {
  const run = useRun()
  return computed<NodeState | null>(() => {
    const name = toValue(id)
    const node = name === null ? undefined : run.view().cluster.nodes.get(name)
    return node ? { ...node } : null
  })
}

/** A copy of the directed link's state with every tick; undefined while nobody touched or used it. */
export function useLink(from: MaybeRefOrGetter<EndpointId>, to: MaybeRefOrGetter<EndpointId>) {
  const run = useRun()
  return computed<LinkState | undefined>(() => {
    const link = run.view().cluster.links.get(linkId(toValue(from), toValue(to)))
    return link && { ...link }
  })
}

/** What is done to a directed link, whatever its traffic: who draws many links draws none anew in vain. */
export function useLinkCondition(from: MaybeRefOrGetter<EndpointId>, to: MaybeRefOrGetter<EndpointId>) {
  const run = useRun()
  return computed<LinkCondition | undefined>((before) => {
    void run.topology
    const link = run.folds().cluster.links.get(linkId(toValue(from), toValue(to)))
    if (!link) return undefined
    return before?.mode === link.mode && before.settings === link.settings ? before : { mode: link.mode, settings: link.settings }
  })
}

/** What the whole cluster looks like now. */
export function useClusterOverview() {
  const run = useRun()
  return computed(() => {
    const { cluster } = run.view()
    const nodes = [...cluster.nodes.values()]
    return {
      nodes: nodes.map((node) => node.id),
      up: nodes.filter((node) => node.process === 'running').length,
      groups: groupsOf(cluster)
    }
  })
}
