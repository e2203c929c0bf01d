import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { wholeView } from '../../src-shared/charts/definition'
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { COMPARED_MAX, RUN_LETTERS } from '../../src-shared/folds/comparison'
import { createSharedTime } from '../lab/charts/sharedTime'
import { foldCompared } from '../lab/run/comparedRun'
import { recordedBatches } from '../lab/run/recordedBatches'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useMessages } from './messages'

/** A run of the comparison with the recording that it comes from. */
export interface ComparedRecording {
  readonly id: string
  readonly letter: string
  readonly run: ComparedRun
}

/** Recordings side by side. */
export const useComparison = defineStore('comparison', () => {
  const connection = useConnection()
  /** Ids of the recordings that are ticked, in the order of ticking. */
  const chosen = ref<string[]>([])
  const full = computed(() => chosen.value.length >= COMPARED_MAX)
  const compared = shallowRef<readonly ComparedRecording[]>([])
  const loading = ref(false)
  /** How many of the ticked ones are folded. */
  const loaded = ref(0)
  const exporting = ref(false)
  const runs = computed(() => compared.value.map(({ run }) => run))
  /** All of the longest run, unless somebody chose a part. */
  const { zoom, cursor_us, view, zoomTo, pointAt, showAll } = createSharedTime(() => ({
    from_us: 0,
    to_us: Math.max(...runs.value.map(({ fold }) => wholeView(fold).to_us))
  }))

  function toggleChosen(id: string): void {
    if (chosen.value.includes(id)) chosen.value = chosen.value.filter((other) => other !== id)
    else if (!full.value) chosen.value = [...chosen.value, id]
  }

  /** Folds the ticked recordings and shows them side by side; what cannot be read leaves everything as it was. */
  async function compare(): Promise<void> {
    const ids = chosen.value
    useLayout().view = 'compare'
    loading.value = true
    loaded.value = 0
    const found: ComparedRecording[] = []
    try {
      for (const id of ids) {
        found.push({ id, letter: RUN_LETTERS[found.length]!, run: await read(id) })
        loaded.value++
      }
      compared.value = found
      showAll()
      void judge()
    } catch (error) {
      useMessages().show('error', `Nothing was compared. ${(error as Error).message}`)
    }
    loading.value = false
  }

  async function read(id: string): Promise<ComparedRun> {
    const answer = await connection.ask({ command: 'open-recording', recording: id })
    if (!answer.ok) throw new Error(answer.error)
    const recording = answer.recording!
    const batches = recordedBatches(recording.events_path, new AbortController().signal)
    return foldCompared(recording, connection.protocolOf(recording.scenario), batches)
  }

  /** Shows these recordings, in this order. */
  async function open(ids: readonly string[]): Promise<void> {
    chosen.value = [...ids]
    await compare()
  }

  /** Back to choosing. */
  function close(): void {
    compared.value = []
    pointAt(null)
  }

  /** Lets the lab measure how stale reads were; the figures join the others as they come. */
  async function judge(): Promise<void> {
    for (const { id } of compared.value) {
      const answer = await connection.ask({ command: 'judge', recording: id, models: ['eventual'] })
      if (!answer.ok || !answer.judgements) continue
      const { judgements } = answer
      compared.value = compared.value.map((one) => (one.id === id ? { ...one, run: { ...one.run, judgements } } : one))
    }
  }

  /** Writes the page of this comparison; answers the path to download it from. */
  async function exportPage(): Promise<string | null> {
    exporting.value = true
    const answer = await connection.send({ command: 'compare-export', recordings: compared.value.map(({ id }) => id) })
    exporting.value = false
    return answer.ok ? (answer.files?.[0]?.path ?? null) : null
  }

  return {
    chosen,
    full,
    compared,
    runs,
    loading,
    loaded,
    exporting,
    zoom,
    view,
    cursor_us,
    toggleChosen,
    compare,
    open,
    close,
    exportPage,
    zoomTo,
    pointAt,
    showAll
  }
})
