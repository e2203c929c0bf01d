/** Components for the panels of kind `own`, by name: one line each. */
import type { Component } from 'vue'
import VotesMatrix from './pbft/VotesMatrix.vue'
import QuorumOverlap from './quorum/QuorumOverlap.vue'
import TraceWaterfall from './services/TraceWaterfall.vue'
import CommitWait from './spanner-kv/CommitWait.vue'
import ShardsPanel from './sharded-kv/ShardsPanel.vue'

export const OWN_PANELS: Readonly<Record<string, Component>> = {
  'commit-wait': CommitWait,
  'quorum-overlap': QuorumOverlap,
  shards: ShardsPanel,
  'trace-waterfall': TraceWaterfall,
  'votes-matrix': VotesMatrix
}
