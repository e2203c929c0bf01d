/** Components for the panels of kind `own`, by name: one line each. */
import type { Component } from 'vue'
import QuorumOverlap from './quorum/QuorumOverlap.vue'
import TraceWaterfall from './services/TraceWaterfall.vue'
import ShardsPanel from './sharded-kv/ShardsPanel.vue'

export const OWN_PANELS: Readonly<Record<string, Component>> = {
  'quorum-overlap': QuorumOverlap,
  shards: ShardsPanel,
  'trace-waterfall': TraceWaterfall
}
