import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What a reader asks of the picture of shards; kept while it is not on screen. Changes nothing in the run. */
export const useShardQuestions = defineStore('shard-questions', () => {
  const key = ref('')
  /** Null: as running. */
  const virtual_nodes = ref<number | null>(null)
  return { key, virtual_nodes }
})
