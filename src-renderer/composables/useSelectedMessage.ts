import { computed } from 'vue'
import type { MessageRef } from '../../src-shared/events'
import { findTrace, recentMessages } from '../../src-shared/folds/messages'
import type { MessagesFold, MessageTrace } from '../../src-shared/folds/messages'
import { sentAt } from '../lab/messages/flights'
import { useMessagesAround } from '../stores/messagesAround'
import { useRun } from '../stores/run'
import { useTimeTravel } from '../stores/timeTravel'
import { useIntervalTick } from './useIntervalTick'

/** Further back nothing is told as a cause, µs. */
const LOOK_BACK_US = 2_500_000

/** A message and those around it, with what is known of them at any moment of the run: what became of one is not kept from whoever looks at its past. */
export function useSelectedMessage(selected: () => MessageRef | null) {
  const run = useRun()
  const travel = useTimeTravel()
  const surroundings = useMessagesAround()
  const tick = useIntervalTick(500)

  const found = computed<{ trace: MessageTrace; fold: MessagesFold } | null>(() => {
    void tick.value
    void run.seeks
    const message = selected()
    if (message === null) return null
    const folds = [run.tape.head.fold.messages, ...(travel.past ? [surroundings.at(travel.clock_us()).traces] : [])]
    for (const fold of folds) {
      const trace = findTrace(fold, message)
      if (trace !== undefined) return { trace, fold }
    }
    return null
  })
  const trace = computed(() => found.value?.trace ?? null)
  /** Those shortly before it, and all after it. */
  const around = computed(() => {
    if (found.value === null) return []
    const { trace, fold } = found.value
    return [...recentMessages(fold, sentAt(trace) - LOOK_BACK_US)]
  })
  return { trace, around }
}
