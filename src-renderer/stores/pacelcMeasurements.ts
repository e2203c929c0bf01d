import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { runsOf } from '../../src-shared/pacelc/measurement'
import type { DistanceRuns, Measurement, PartitionRuns } from '../../src-shared/pacelc/measurement'
import { placementOf, roundTripsOf } from '../../src-shared/pacelc/placement'
import type { Placement, RoundTrips } from '../../src-shared/pacelc/placement'
import type { ExplorerRow } from '../../src-shared/exploration'
import { useConnection } from './connection'
import { useRoom } from './room'

/** Between two questions for the runs that are done. */
const POLL_MS = 500

/** A configuration with all that was measured of it so far. */
export interface MeasuredRow {
  readonly row: ExplorerRow
  readonly distances: readonly DistanceRuns[]
  readonly partitions: readonly PartitionRuns[]
  readonly round_trips: readonly RoundTrips[]
  /** null until all its runs are there. */
  readonly placement: Placement | null
}

/** What consistency costs at each distance, and who is answered under a partition. */
export const usePacelc = defineStore('pacelc', () => {
  const connection = useConnection()
  const measurement = shallowRef<Measurement | null>(null)
  const measuring = ref(false)
  /** The configuration that is looked at, and of its runs the one that was asked for. */
  const chosen = ref<{ readonly row: string; readonly runs: string | null } | null>(null)
  const done = computed(() => measurement.value?.runs.length ?? 0)
  const complete = computed(() => measurement.value !== null && done.value === measurement.value.total)
  const rows = computed(() => (measurement.value ? measuredRows(measurement.value) : []))
  const chosenRow = computed(() => rows.value.find(({ row }) => row.id === chosen.value?.row) ?? null)

  /** Has the lab measure, and takes in runs until all are done; what cannot be had ends it with a message. */
  async function measure(): Promise<void> {
    if (measuring.value) return
    measuring.value = true
    while (!complete.value && (await fetchNew())) await new Promise((next) => setTimeout(next, POLL_MS))
    measuring.value = false
  }

  async function fetchNew(): Promise<boolean> {
    // Of a participant it ends without a word when the instructor shows something else.
    const ask = useRoom().isParticipant ? connection.ask : connection.send
    const answer = await ask({ command: 'measure', offset: done.value })
    if (!answer.ok || !answer.measurement) return false
    measurement.value = { ...answer.measurement, runs: [...(measurement.value?.runs ?? []), ...answer.measurement.runs] }
    return true
  }

  return { measurement, measuring, chosen, done, complete, rows, chosenRow, measure }
})

function measuredRows(measurement: Measurement): MeasuredRow[] {
  const { rows, total } = measurement
  const runs_per_row = total / rows.length
  return rows.map((row) => {
    const { distances, partitions } = runsOf(measurement, row.id)
    const all = distances.length + partitions.length === runs_per_row
    return {
      row,
      distances,
      partitions,
      round_trips: roundTripsOf(distances),
      placement: all ? placementOf(distances, partitions) : null
    }
  })
}
