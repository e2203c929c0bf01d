import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { electionsUnder, figuresOf, TIMEOUT_RANGES } from '../../src-shared/elections/elections'
import type { ElectionStudy } from '../../src-shared/elections/elections'
import { useConnection } from './connection'
import { useRoom } from './room'

/** Between two questions for the elections that are done. */
const POLL_MS = 500
/** What Raft's authors recommend. */
const FIRST_CHOSEN = '150-300'

/** How long clusters are without a leader, by their range of timeouts. */
export const useElections = defineStore('elections', () => {
  const connection = useConnection()
  const study = shallowRef<ElectionStudy | null>(null)
  const running = ref(false)
  /** The range that is looked at. */
  const chosen = ref(FIRST_CHOSEN)
  const range = computed(() => TIMEOUT_RANGES.find(({ id }) => id === chosen.value) ?? TIMEOUT_RANGES.at(-1)!)
  const done = computed(() => study.value?.batches.length ?? 0)
  const complete = computed(() => study.value !== null && done.value === study.value.total)
  const rows = computed(() =>
    TIMEOUT_RANGES.map((of) => {
      const elections = study.value ? electionsUnder(study.value, of.id) : []
      return { range: of, elections, figures: figuresOf(elections.map(({ elected_ms }) => elected_ms)) }
    })
  )
  const election_count = computed(() => rows.value.reduce((sum, { elections }) => sum + elections.length, 0))
  const chosenRow = computed(() => rows.value.find((row) => row.range === range.value)!)

  /** Has the lab kill leaders, and takes in elections until all are over; what cannot be had ends it with a message. */
  async function run(): Promise<void> {
    if (running.value) return
    running.value = true
    while (!complete.value && (await fetchNew())) await new Promise((next) => setTimeout(next, POLL_MS))
    running.value = false
  }

  async function fetchNew(): Promise<boolean> {
    // Of a participant it ends without a word when the instructor shows something else.
    const ask = useRoom().isParticipant ? connection.ask : connection.send
    const answer = await ask({ command: 'elections', offset: done.value })
    if (!answer.ok || !answer.elections) return false
    study.value = { ...answer.elections, batches: [...(study.value?.batches ?? []), ...answer.elections.batches] }
    return true
  }

  return { study, running, chosen, range, complete, rows, chosenRow, election_count, run }
})
