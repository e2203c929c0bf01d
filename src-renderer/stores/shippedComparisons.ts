import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ComparisonListing, ComparisonProgress } from '../../src-shared/lab-api'
import { useComparison } from './comparison'
import { useConnection } from './connection'
import { useMessages } from './messages'
import { useRoom } from './room'

/** Between two questions how far it is. */
const POLL_MS = 300

/** Comparisons that come with the lab, and the one that it runs beside its own run. */
export const useShippedComparisons = defineStore('shipped-comparisons', () => {
  const connection = useConnection()
  /** null: they are being read. */
  const listed = shallowRef<readonly ComparisonListing[] | null>(null)
  const progress = shallowRef<ComparisonProgress | null>(null)
  const running = computed(() => progress.value?.state === 'running')

  async function load(): Promise<void> {
    const answer = await connection.send({ command: 'comparisons' })
    if (answer.ok) listed.value = answer.comparisons ?? []
    // What a participant sees compared is what the instructor shows.
    if (useRoom().isParticipant) return
    await fetchNew()
    if (running.value) await follow()
  }

  /** Has the lab run one in virtual time, and opens it when it is done. */
  async function run(comparison: string): Promise<void> {
    const answer = await connection.send({ command: 'compare-run', comparison })
    if (!answer.ok) return
    progress.value = answer.comparison ?? null
    await follow()
  }

  async function cancel(): Promise<void> {
    await connection.send({ command: 'compare-cancel' })
    await fetchNew()
  }

  let following = false
  async function follow(): Promise<void> {
    if (following) return
    following = true
    while (running.value && (await fetchNew())) if (running.value) await new Promise((next) => setTimeout(next, POLL_MS))
    following = false
    const { state, error, recordings } = progress.value ?? {}
    if (state === 'failed') useMessages().show('error', `Nothing was compared. ${error}`)
    if (state === 'done') await useComparison().open(recordings!)
  }

  async function fetchNew(): Promise<boolean> {
    const answer = await connection.send({ command: 'compare-progress' })
    if (answer.ok) progress.value = answer.comparison ?? null
    return answer.ok
  }

  return { listed, progress, running, load, run, cancel }
})
