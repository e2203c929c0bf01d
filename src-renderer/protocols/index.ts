/** Components for the panels of kind `own`, by name: one line each. Each is loaded with the first run that shows it. */
import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'

export const OWN_PANELS: Readonly<Record<string, Component>> = {
  'commit-wait': defineAsyncComponent(() => import('./spanner-kv/CommitWait.vue')),
  'quorum-overlap': defineAsyncComponent(() => import('./quorum/QuorumOverlap.vue')),
  shards: defineAsyncComponent(() => import('./sharded-kv/ShardsPanel.vue')),
  'trace-waterfall': defineAsyncComponent(() => import('./services/TraceWaterfall.vue')),
  'votes-matrix': defineAsyncComponent(() => import('./pbft/VotesMatrix.vue'))
}
