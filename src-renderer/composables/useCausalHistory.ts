import { computed } from 'vue'
import { eventsOfClocks, eventsOfFrames } from '../../src-shared/causality/from-run'
import { CausalHistory } from '../../src-shared/causality/history'
import type { CausalEvent } from '../../src-shared/causality/history'
import { lookOf } from '../../src-shared/description/messages'
import { stampedFold } from '../../src-shared/protocols/clocks/stamped'
import { messagesUntil } from '../lab/timeline/messageWindow'
import { useMessagesAround } from '../stores/messagesAround'
import { useRun } from '../stores/run'
import { useIntervalTick } from './useIntervalTick'
import { useListedNodes } from './useListedNodes'

/** More could not be told apart. */
const EVENTS_MAX = 120

/**
 * The newest events of a stretch of time with their stamps: what the protocol tells of its own, where it has logical clocks, else the frames
 * between nodes.
 */
export function useCausalHistory(window: () => { readonly held_us: number | null; readonly span_us: number }) {
  const run = useRun()
  const surroundings = useMessagesAround()
  const nodes = useListedNodes()
  const tick = useIntervalTick(300)

  const until_us = computed(() => {
    void tick.value
    return window().held_us ?? run.folds().cluster.now_us
  })
  const history = computed(() => {
    void tick.value
    const since_us = until_us.value - window().span_us
    const isShown = ({ t_us, node }: CausalEvent) => t_us >= since_us && t_us <= until_us.value && nodes.value.includes(node)
    return new CausalHistory(allEvents().filter(isShown).slice(-EVENTS_MAX))
  })

  function allEvents(): CausalEvent[] {
    const { fold } = run.folds()
    const own = stampedFold.of(fold)
    if (own !== null) return eventsOfClocks(own.recent)
    const traces = messagesUntil(fold.messages, until_us.value, window().span_us, 'all', EVENTS_MAX)
    return eventsOfFrames(traces, nodes.value, ({ type, forms }) => lookOf(surroundings.looks(), type, forms).word)
  }

  return { history, nodes, until_us, events_max: EVENTS_MAX }
}
