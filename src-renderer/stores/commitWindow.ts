import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CommitWindow, Moment, WindowCell } from '../../src-shared/commit-window'
import { useConnection } from './connection'
import { useRoom } from './room'

/** Between two questions for the runs that are done. */
const POLL_MS = 500

/** Each member of a transaction killed before and after each of its steps, under several ways to commit. */
export const useCommitWindow = defineStore('commit-window', () => {
  const connection = useConnection()
  const window = shallowRef<CommitWindow | null>(null)
  const running = ref(false)
  /** The cell that is looked at. */
  const chosen = ref<{ readonly row: string; readonly column: string; readonly moment: Moment } | null>(null)
  const done = computed(() => window.value?.cells.length ?? 0)
  const complete = computed(() => window.value !== null && done.value === window.value.total)
  const cell = computed(() => window.value?.cells.find(isChosen) ?? null)

  function isChosen({ row, column, moment }: WindowCell): boolean {
    return chosen.value?.row === row && chosen.value.column === column && chosen.value.moment === moment
  }

  /** Has the lab run it, and takes in cells until all are done; what cannot be had ends it with a message. */
  async function run(): Promise<void> {
    if (running.value) return
    running.value = true
    while (!complete.value && (await fetchNew())) await new Promise((next) => setTimeout(next, POLL_MS))
    running.value = false
  }

  async function fetchNew(): Promise<boolean> {
    // Of a participant it ends without a word when the instructor shows something else.
    const ask = useRoom().isParticipant ? connection.ask : connection.send
    const answer = await ask({ command: 'commit-window', offset: done.value })
    if (!answer.ok || !answer.window) return false
    window.value = { ...answer.window, cells: [...(window.value?.cells ?? []), ...answer.window.cells] }
    return true
  }

  return { window, running, chosen, done, complete, cell, isChosen, run }
})
