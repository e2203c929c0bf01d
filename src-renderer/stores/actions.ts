import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { faultActionSchema } from '../../src-shared/faults/actions'
import type { FaultActionInput, LinkChange } from '../../src-shared/faults/actions'
import { describeAction } from '../../src-shared/faults/label'
import { isOpen } from '../../src-shared/folds/cluster-links'
import { faultNumbered } from '../../src-shared/folds/faults'
import type { EndpointId, NodeId } from '../../src-shared/ids'
import { linkId } from '../../src-shared/ids'
import type { LabCommandInput } from '../../src-shared/lab-api'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import { formerLinks, takeBack } from '../lab/undo/takeBack'
import type { DoneAction } from '../lab/undo/takeBack'
import { workloadInput } from '../lab/undo/workloadInput'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useMessages } from './messages'
import { useRecording } from './recording'
import { useRoom } from './room'
import { useRun } from './run'
import { useTimeTravel } from './timeTravel'
import { useUndo } from './undo'
import type { Step } from './undo'

/** Settings that change so soon after each other are one drag of a slider. */
const DRAG_MS = 1000
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
    if (!useRoom().mayAct) return 'You are watching: raise your hand to act.'
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

  async function act(action: FaultActionInput) {
    const { cluster, fold } = useRun().head()
    const links = formerLinks(cluster, action)
    const in_force = new Map([...fold.faults.active].map(([fault, { action: before }]) => [fault, before]))
    const answer = await change({ command: 'act', action })
    if (answer?.ok && answer.fault !== undefined) {
      recordAction({ action, fault: answer.fault, adjusted: in_force.get(answer.fault) ?? null, links })
    }
    return answer
  }

  /** Steps of one drag are one step, which takes back to before the first of them. */
  let dragged: { readonly step: Step; readonly fault: number; readonly at_ms: number } | null = null
  function recordAction(done: DoneAction): void {
    const at_ms = performance.now()
    const goesOn = dragged !== null && dragged.fault === done.fault && at_ms - dragged.at_ms < DRAG_MS
    const step = goesOn && useUndo().newest === dragged!.step ? dragged!.step : actionStep(done)
    if (step !== useUndo().newest) useUndo().record(step)
    dragged = { step, fault: done.fault, at_ms }
  }

  function actionStep(first: DoneAction): Step {
    let done = first
    const known = () => faultNumbered(useRun().head().fold, done.fault)
    return {
      title: () => known()?.label ?? describeAction(faultActionSchema.parse(done.action)),
      stays: 'Operations that were done meanwhile stay done.',
      async undo() {
        if (unavailable.value !== null) return unavailable.value
        const plan = takeBack(done, useRun().head().fold)
        if ('why_not' in plan) return plan.why_not
        const commands: LabCommandInput[] = plan.act.map((action) => ({ command: 'act', action }))
        if (plan.end !== null) commands.unshift({ command: 'undo', fault: plan.end })
        return askAll(commands)
      },
      async redo() {
        if (unavailable.value !== null) return unavailable.value
        const answer = await connection.ask({ command: 'act', action: known()?.action ?? done.action })
        if (!answer.ok) return answer.error
        done = { ...done, fault: answer.fault ?? done.fault }
        return null
      }
    }
  }

  /** One after the other, until one fails: why it did; null: none. */
  async function askAll(commands: readonly LabCommandInput[]): Promise<string | null> {
    for (const command of commands) {
      const answer = await connection.ask(command)
      if (!answer.ok) return answer.error
    }
    return null
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
  /** Runs what a link asks for. */
  async function runLinked(command: Extract<LabCommandInput, { command: 'run' }>) {
    const answer = await connection.send({ ...chosenEngine(), ...command })
    if (!answer.ok) return answer
    useRecording().close()
    custom_yaml = command.yaml ?? null
    return answer
  }
  const stop = () => sendToLab({ command: 'stop' })
  const undo = (fault: number) => change({ command: 'undo', fault })
  /** Takes back what was done last here; if that was nothing, the newest fault that a person made, or else the newest of the plan. */
  async function undoLast() {
    if (useUndo().newest) return useUndo().undo()
    const inForce = [...useRun().head().fold.faults.active.values()]
    const last = inForce.filter(({ by }) => by === 'person').at(-1) ?? inForce.at(-1)
    if (unavailable.value === null && !last) return useMessages().show('info', 'No fault is in force: there is nothing to undo.')
    const answer = await undo(last?.fault ?? 0)
    if (answer?.ok) useMessages().show('info', `Undone: ${last!.label}.`)
  }
  async function setWorkload(workload: Workload) {
    const before = connection.state?.scenario?.workload
    const set = (wanted: Workload): LabCommandInput => ({ command: 'workload', workload: workloadInput(wanted) })
    const answer = await change(set(workload))
    if (!answer?.ok || !before) return
    const again = (wanted: Workload) => async () => unavailable.value ?? askAll([set(wanted)])
    useUndo().record({ title: () => 'Change of the workload', undo: again(before), redo: again(workload) })
  }

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
    runLinked,
    stop,
    undo,
    undoLast,
    setWorkload,
    rerun,
    exportRun
  }
})
