import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { onRunChange } from './onRunChange'
import { useDisplayedRun } from './displayedRun'
import type { MessageRef } from '../../src-shared/events'
import type { ClientId, EndpointId, NodeId } from '../../src-shared/ids'

/** What the inspector shows. A pair's two ends stand in the run's order, a client first. */
export type Selection =
  | { readonly kind: 'nodes'; readonly nodes: readonly NodeId[] }
  | { readonly kind: 'pair'; readonly a: EndpointId; readonly b: EndpointId }
  | { readonly kind: 'client'; readonly client: ClientId }
  | { readonly kind: 'message'; readonly message: MessageRef }

export const useSelection = defineStore('selection', () => {
  const selection = shallowRef<Selection | null>(null)
  const nodes = computed(() => (selection.value?.kind === 'nodes' ? selection.value.nodes : []))
  const node = computed(() => (nodes.value.length === 1 ? nodes.value[0]! : null))
  const pair = computed(() => (selection.value?.kind === 'pair' ? selection.value : null))
  const message = computed(() => (selection.value?.kind === 'message' ? selection.value.message : null))
  /** The selected client, or the one at the end of the selected link. */
  const client = computed(() => {
    if (selection.value?.kind === 'client') return selection.value.client
    const end = pair.value?.a
    return end !== undefined && useDisplayedRun().clients.includes(end) ? end : null
  })

  function selectNodes(chosen: readonly NodeId[]): void {
    selection.value = chosen.length === 0 ? null : { kind: 'nodes', nodes: chosen }
  }

  function selectPair(a: EndpointId, b: EndpointId): void {
    selection.value = { kind: 'pair', a, b }
  }

  function selectClient(chosen: ClientId): void {
    selection.value = { kind: 'client', client: chosen }
  }

  function selectMessage(chosen: MessageRef): void {
    selection.value = { kind: 'message', message: chosen }
  }

  function clear(): void {
    selection.value = null
  }
  onRunChange(clear)

  return { selection, nodes, node, pair, client, message, selectNodes, selectPair, selectClient, selectMessage, clear }
})
