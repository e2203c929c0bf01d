import { computed } from 'vue'
import type { Ref } from 'vue'
import { linkId } from '../../src-shared/ids'
import type { EndpointId } from '../../src-shared/ids'
import { isTouched } from '../lab/linkLook'
import { useRun } from '../stores/run'
import { useSelection } from '../stores/selection'

/** Pairs to draw: all between nodes, and of a client's links those that are selected or not as they should be. */
export function useDrawnLinks(nodes: Ref<readonly EndpointId[]>, clients: Ref<readonly EndpointId[]>) {
  const run = useRun()
  const selection = useSelection()

  const touched = computed(() => {
    const { links } = run.view().cluster
    const names: string[] = []
    for (const client of clients.value) {
      for (const node of nodes.value) {
        if (isTouched(links.get(linkId(client, node))) || isTouched(links.get(linkId(node, client))))
          names.push(linkId(client, node))
      }
    }
    return names.join()
  })

  return computed<[EndpointId, EndpointId][]>(() => {
    const pairs = nodes.value.flatMap((a, i) => nodes.value.slice(i + 1).map((b): [EndpointId, EndpointId] => [a, b]))
    const shown = new Set(touched.value.split(','))
    for (const client of clients.value) {
      for (const node of nodes.value) {
        if (selection.client === client || shown.has(linkId(client, node))) pairs.push([client, node])
      }
    }
    return pairs
  })
}
