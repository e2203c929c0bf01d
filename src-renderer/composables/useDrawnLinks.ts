import { computed } from 'vue'
import type { Ref } from 'vue'
import type { EndpointId } from '../../src-shared/ids'
import { useSelection } from '../stores/selection'

/** Pairs to draw: all between nodes, and those of the selected client. */
export function useDrawnLinks(nodes: Ref<readonly EndpointId[]>) {
  const selection = useSelection()
  return computed<[EndpointId, EndpointId][]>(() => {
    const { client } = selection
    const pairs = nodes.value.flatMap((a, i) => nodes.value.slice(i + 1).map((b): [EndpointId, EndpointId] => [a, b]))
    return client === null ? pairs : [...pairs, ...nodes.value.map((node): [EndpointId, EndpointId] => [client, node])]
  })
}
