import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { CONSISTENCY_MODELS } from '../../src-shared/consistency'
import type { Judgement, Model } from '../../src-shared/consistency'
import type { Anomaly } from '../../src-shared/isolation/anomalies'
import { ISOLATION_MODELS } from '../../src-shared/isolation/models'
import { useConnection } from './connection'
import { onRunChange } from './onRunChange'
import { useRun } from './run'

/** The history on screen under each model of its kind, as far as somebody has asked. */
export const useJudgements = defineStore('judgements', () => {
  const judgements = shallowRef<readonly Judgement[]>([])
  /** The model whose order or counterexample the lanes show. */
  const model = ref<Model>('linearizable')
  /** The anomaly that was asked for. */
  const anomaly = ref<Anomaly | null>(null)
  const judging = ref(false)
  const chosen = computed(() => judgements.value.find((one) => one.model === model.value) ?? null)
  /** The anomaly shown: the one asked for, or the worst. */
  const finding = computed(() => {
    const found = chosen.value?.anomalies ?? []
    return found.find((one) => one.anomaly === anomaly.value) ?? found[0] ?? null
  })
  /** The operations that show what is said of the history. */
  const example = computed(() => finding.value?.operations ?? chosen.value?.counterexample?.operations ?? [])

  /** Asks for every model of single operations, or of transactions where there are any. `recording` null: the run that goes on, so far. */
  async function judge(recording: string | null): Promise<void> {
    const { tape, view } = useRun()
    const has_transactions = [...view().history.operations].some(({ operation }) => operation.f === 'transaction')
    judging.value = true
    const answer = await useConnection().send({
      command: 'judge',
      ...(recording !== null && { recording }),
      models: has_transactions ? [...ISOLATION_MODELS] : [...CONSISTENCY_MODELS]
    })
    judging.value = false
    if (!answer.ok || useRun().tape !== tape) return
    judgements.value = answer.judgements ?? []
    const violated = judgements.value.find(({ verdict }) => verdict === 'violated')
    const [first] = judgements.value
    if (violated) model.value = violated.model
    else if (first && chosen.value === null) model.value = first.model
  }

  async function cancel(): Promise<void> {
    await useConnection().send({ command: 'judge-cancel' })
  }

  /** What was judged is no longer what is on screen. */
  function forget(): void {
    judgements.value = []
  }
  onRunChange(forget)

  return { judgements, model, anomaly, judging, chosen, finding, example, judge, cancel }
})
