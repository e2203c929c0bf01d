import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { FaultActionInput, LinkChange } from '../../src-shared/faults/actions'
import { isOpen } from '../../src-shared/folds/cluster'
import type { EndpointId, NodeId } from '../../src-shared/ids'
import { linkId } from '../../src-shared/ids'
import type { LabCommandInput } from '../../src-shared/lab-api'
import { useConnection } from './connection'
import { useHints } from './hints'
import { useLayout } from './layout'
import { useMessages } from './messages'
import { useRecording } from './recording'
import { useRun } from './run'
import { useTimeTravel } from './timeTravel'

type WorkloadInput = Extract<LabCommandInput, { command: 'workload' }>['workload']
type ExportFormat = Extract<LabCommandInput, { command: 'export' }>['formats'][number]

/** Everything a person can do to the lab, in the words of its interface. */
export const useActions = defineStore('actions', () => {
  const connection = useConnection()
  /** The text that runs when it is none of the shipped scenarios. */
  let custom_yaml: string | null = null
  const exporting = ref(false)
  /** Why nothing can be done to the cluster on screen; null when it can. */
  const unavailable = computed(() => {
    if (useRecording().opened) return 'This is a recording: nothing can be done to it.'
    if (connection.status !== 'connected' || connection.state?.phase !== 'running') return 'No cluster is running.'
    return useTimeTravel().past ? 'This is the past: go back to now to act.' : null
  })
  const running = computed(() => unavailable.value === null)

  /** Sends what would change the cluster on screen, or says why that cannot be. */
  function change(command: LabCommandInput) {
    if (unavailable.value === null) return connection.send(command)
    useMessages().show('info', unavailable.value)
    return Promise.resolve()
  }

  /** Sends what concerns the lab's own run, unless a recording hides that. */
  function sendToLab(command: LabCommandInput) {
    if (!useRecording().opened) return connection.send(command)
    useMessages().show('info', 'A recording is open: close it to steer the run behind it.')
    return Promise.resolve()
  }

  function act(action: FaultActionInput) {
    if (unavailable.value === null) useHints().done(action)
    return change({ command: 'act', action })
  }

  const crash = (node: NodeId) => act({ do: 'crash', node })
  const restart = (node: NodeId) => act({ do: 'restart', node })
  const pause = (node: NodeId) => act({ do: 'pause', node })
  const resume = (node: NodeId) => act({ do: 'resume', node })
  const heal = () => act({ do: 'heal' })
  const isolate = (nodes: readonly NodeId[], direction: 'both' | 'in' | 'out' = 'both') =>
    act({ do: 'partition', partition: { shape: 'isolate', nodes: [...nodes], direction } })
  /** The nodes as one group against all others. */
  const cutOff = (nodes: readonly NodeId[]) => act({ do: 'partition', partition: { shape: 'halves', group: [...nodes] } })
  const changeLink = (from: EndpointId, to: EndpointId, both: boolean, change: LinkChange) =>
    act({ do: 'link', from, to, both, change })
  const command = (node: NodeId, name: string, args: Record<string, string | number | boolean> = {}) =>
    act({ do: 'command', node, command: name, arguments: args })

  /** Cuts an open link, opens a cut one. `both`: if either direction is closed, both open again. */
  function toggleLink(from: EndpointId, to: EndpointId, both: boolean) {
    const { links } = useRun().view().cluster
    const passes = (a: EndpointId, b: EndpointId) => isOpen(links.get(linkId(a, b)))
    const open = passes(from, to) && (!both || passes(to, from))
    return changeLink(from, to, both, { mode: open ? 'cut' : 'open' })
  }

  const chosenEngine = () => (useLayout().engine === null ? {} : { engine: useLayout().engine! })

  function run(scenario: string) {
    useRecording().close()
    return connection.send({ command: 'run', scenario, ...chosenEngine() })
  }

  /** Runs a scenario given as text; the answer's error has file, line and column. */
  async function runText(yaml: string) {
    const answer = await connection.ask({ command: 'run', yaml, ...chosenEngine() })
    if (!answer.ok) return answer
    useRecording().close()
    custom_yaml = yaml
    return answer
  }
  const stop = () => sendToLab({ command: 'stop' })
  const undo = (fault: number) => change({ command: 'undo', fault })
  /** Takes back the newest fault that a person made, or else the newest of the plan. */
  async function undoLast() {
    const inForce = [...useRun().head().fold.faults.active.values()]
    const last = inForce.filter(({ by }) => by === 'person').at(-1) ?? inForce.at(-1)
    if (unavailable.value === null && !last) return useMessages().show('info', 'No fault is in force: there is nothing to undo.')
    const answer = await undo(last?.fault ?? 0)
    if (answer?.ok) useMessages().show('info', `Undone: ${last!.label}.`)
  }
  const setWorkload = (workload: WorkloadInput) => change({ command: 'workload', workload })

  /** Same scenario, same seed, from the start. */
  function rerun() {
    const { scenario_id, seed, engine } = connection.state ?? {}
    const what = scenario_id ? { scenario: scenario_id } : custom_yaml ? { yaml: custom_yaml } : null
    if (what) return sendToLab({ command: 'run', ...what, seed, engine, ...chosenEngine() })
    useMessages().show('info', 'Choose a scenario to start.')
    return Promise.resolve()
  }

  async function exportRun(formats: ExportFormat[]): Promise<void> {
    exporting.value = true
    const answer = await sendToLab({ command: 'export', formats })
    exporting.value = false
    if (answer?.ok) useMessages().show('info', answer.text ?? 'Exported.', answer.files)
  }

  return {
    unavailable,
    running,
    exporting,
    act,
    crash,
    restart,
    pause,
    resume,
    heal,
    isolate,
    cutOff,
    changeLink,
    command,
    toggleLink,
    run,
    runText,
    stop,
    undo,
    undoLast,
    setWorkload,
    rerun,
    exportRun
  }
})
