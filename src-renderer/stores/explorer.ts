import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Model } from '../../src-shared/consistency'
import type { Exploration, ExploredCell } from '../../src-shared/exploration'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useRecording } from './recording'
import { useRoom } from './room'

/** Between two questions for the cells that are done. */
const POLL_MS = 500

/** Settings × faults against the consistency models that held. */
export const useExplorer = defineStore('explorer', () => {
  const connection = useConnection()
  const exploration = shallowRef<Exploration | null>(null)
  const exploring = ref(false)
  const exporting = ref(false)
  /** More runs of the chosen cell are on their way. */
  const runningOn = ref(false)
  /** Rows of this protocol alone; null: all. */
  const protocol = ref<string | null>(null)
  /** What all cells tell of; null: the strongest models that held. */
  const model = ref<Model | null>(null)
  /** Row and column of the cell that is looked at. */
  const chosen = ref<{ readonly row: string; readonly column: string } | null>(null)
  const done = computed(() => exploration.value?.cells.length ?? 0)
  const complete = computed(() => exploration.value !== null && done.value === exploration.value.total)
  const protocols = computed(
    () => new Map(exploration.value?.rows.map(({ protocol, protocol_title }) => [protocol, protocol_title]))
  )
  const rows = computed(
    () => exploration.value?.rows.filter((row) => protocol.value === null || row.protocol === protocol.value) ?? []
  )
  const cells = computed(() => new Map(exploration.value?.cells.map((cell) => [keyOf(cell.row, cell.column), cell])))
  const cell = computed(() => (chosen.value ? (cellAt(chosen.value.row, chosen.value.column) ?? null) : null))

  function cellAt(row: string, column: string): ExploredCell | undefined {
    return cells.value.get(keyOf(row, column))
  }

  /** Has the lab explore, and takes in cells until all are done; what cannot be had ends it with a message. */
  async function explore(): Promise<void> {
    if (exploring.value) return
    exploring.value = true
    while (!complete.value && (await fetchNew())) await new Promise((next) => setTimeout(next, POLL_MS))
    exploring.value = false
  }

  async function fetchNew(): Promise<boolean> {
    // Of a participant it ends without a word when the instructor shows something else.
    const ask = useRoom().isParticipant ? connection.ask : connection.send
    const answer = await ask({ command: 'explore', offset: done.value })
    if (!answer.ok || !answer.exploration) return false
    exploration.value = { ...answer.exploration, cells: [...(exploration.value?.cells ?? []), ...answer.exploration.cells] }
    return true
  }

  /** Runs the chosen cell with more seeds. */
  async function runOn(): Promise<void> {
    if (!chosen.value) return
    runningOn.value = true
    const answer = await connection.send({ command: 'explore-more', ...chosen.value })
    runningOn.value = false
    if (!answer.ok || !answer.cell || !exploration.value) return
    const { cell: further } = answer
    const replaced = exploration.value.cells.map((one) =>
      one.row === further.row && one.column === further.column ? further : one
    )
    exploration.value = { ...exploration.value, cells: replaced }
  }

  /** Has all cells tell of this model, or of the strongest again. */
  function toggleModel(name: Model): void {
    model.value = model.value === name ? null : name
  }

  /** Runs a scenario that was explored or measured in the lab, in virtual time. */
  async function open({ scenario, seed }: Pick<ExploredCell, 'scenario' | 'seed'>): Promise<void> {
    const answer = await connection.send({ command: 'run', yaml: scenario, seed, engine: 'simulation' })
    if (!answer.ok) return
    useRecording().close()
    useLayout().view = 'lab'
  }

  /** Writes what was explored and measured so far as one page; answers the path to download it from. */
  async function exportPage(): Promise<string | null> {
    exporting.value = true
    const answer = await connection.send({ command: 'explorer-export' })
    exporting.value = false
    return answer.ok ? (answer.files?.[0]?.path ?? null) : null
  }

  return {
    exploration,
    exploring,
    exporting,
    runningOn,
    protocol,
    model,
    chosen,
    protocols,
    rows,
    done,
    complete,
    cell,
    cellAt,
    explore,
    runOn,
    toggleModel,
    open,
    exportPage
  }
})

function keyOf(row: string, column: string): string {
  return `${row} ${column}`
}
