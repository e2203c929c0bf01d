import { defineStore } from 'pinia'
import { computed } from 'vue'
import { definitionOf } from '../../src-shared/protocols/registry'
import type { NodeId } from '../../src-shared/ids'
import type { RunResult } from '../../src-shared/result'
import type { Scenario } from '../../src-shared/scenario/schema'
import { featuresOf } from '../lab/text/protocolFeatures'
import { useConnection } from './connection'
import { useRecording } from './recording'
import { useRun } from './run'

/** What is known of the run on screen besides its events: of the lab's own, or of an opened recording. */
export const useDisplayedRun = defineStore('shown', () => {
  const connection = useConnection()
  const recording = useRecording()
  const source = computed(() => recording.opened ?? connection.state)

  const scenario = computed<Scenario | null>(() => source.value?.scenario ?? null)
  /** Who takes part at the moment on show; before the run's first event those that it begins with. The same list until that changes. */
  const nodes = computed<readonly NodeId[]>((before) => {
    const { run, nodes: members } = useRun().view().cluster
    const now = run === null ? (source.value?.nodes ?? []) : [...members.keys()]
    return before && isSameList(before, now) ? before : now
  })
  const clients = computed(() => source.value?.clients ?? [])
  const seed = computed(() => source.value?.seed ?? null)
  const engine = computed(() => source.value?.engine ?? null)
  const result = computed<RunResult | null>(() => source.value?.result ?? null)
  const protocol = computed(() => connection.protocolOf(scenario.value))
  /** How it is folded and drawn; null as `protocol`. */
  const definition = computed(() => protocol.value && definitionOf(protocol.value))
  const vocabulary = computed(() => featuresOf(protocol.value))
  /** Whom an action is for when no node is selected. */
  const defaultTarget = computed(() => (vocabulary.value.leaders ? 'leader' : 'any'))
  /** It goes on; false for recordings. */
  const running = computed(() => recording.opened === null && connection.state?.phase === 'running')

  return { scenario, nodes, clients, seed, engine, result, protocol, definition, vocabulary, defaultTarget, running }
})

function isSameList(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((node, i) => node === b[i])
}
