import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { CONSISTENCY_MODELS } from '../../src-shared/consistency'
import type { ConsistencyModel, Judgement } from '../../src-shared/consistency'
import { useConnection } from './connection'
import { onRunChange } from './onRunChange'
import { useRun } from './run'

/** The history on screen under each consistency model, as far as somebody has asked. */
export const useJudgements = defineStore('judgements', () => {
  const judgements = shallowRef<readonly Judgement[]>([])
  /** The model whose order or counterexample the lanes show. */
  const model = ref<ConsistencyModel>('linearizable')
  const judging = ref(false)
  const chosen = computed(() => judgements.value.find((one) => one.model === model.value) ?? null)

  /** Asks for every model. `recording` null: the run that goes on, so far. */
  async function judge(recording: string | null): Promise<void> {
    const { tape } = useRun()
    judging.value = true
    const answer = await useConnection().send({
      command: 'judge',
      ...(recording !== null && { recording }),
      models: [...CONSISTENCY_MODELS]
    })
    judging.value = false
    if (!answer.ok || useRun().tape !== tape) return
    judgements.value = answer.judgements ?? []
    const violated = judgements.value.find(({ verdict }) => verdict === 'violated')
    if (violated) model.value = violated.model
  }

  /** What was judged is no longer what is on screen. */
  function forget(): void {
    judgements.value = []
  }
  onRunChange(forget)

  return { judgements, model, judging, chosen, judge }
})
