import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { InterventionInput } from '../../src-shared/faults/interventions'
import type { LabCommandInput } from '../../src-shared/lab-api'
import { useConnection } from './connection'
import { useRecording } from './recording'
import { useRun } from './run'
import { useDisplayedRun } from './displayedRun'
import { useTimeTravel } from './timeTravel'

export type StepUntil = NonNullable<Extract<LabCommandInput, { command: 'step' }>['until']>

/** Simulated seconds per second that the bar offers; 0: as fast as possible. */
export const PACES = [0.01, 0.1, 0.5, 1, 2, 5, 10, 0] as const

/** The simulated run: how it goes on, reaching into it, and other futures of it. */
export const useSimulation = defineStore('simulation', () => {
  const connection = useConnection()
  const shown = useDisplayedRun()
  const recording = useRecording()
  const run = useRun()
  const state = computed(() => (recording.opened ? null : (connection.state?.simulation ?? null)))
  /** A simulation goes on, and is what the window shows. */
  const live = computed(() => shown.running && shown.engine === 'simulation' && state.value !== null)
  const canReachIn = computed(() => live.value && !useTimeTravel().past)
  /** Only a simulated run can be repeated up to a moment and then go another way. */
  const canFork = computed(() => shown.engine === 'simulation' && run.view().fold.events > 0)

  const pause = () => connection.send({ command: 'pause' })
  const resume = () => connection.send({ command: 'resume' })
  const setPace = (pace: number) => connection.send({ command: 'pace', pace })
  const step = (until: StepUntil) => connection.send({ command: 'step', until })
  const intervene = (intervention: InterventionInput) => connection.send({ command: 'intervene', intervention })

  /** Another future from the moment on show: the run as it was stays in the charts, dashed. */
  async function fork(change: InterventionInput | null): Promise<boolean> {
    const { moment } = useTimeTravel()
    const at_seq = moment?.seq ?? run.tape.head_seq
    const at = moment ? ` (from ${(moment.t_us / 1e6).toFixed(3)} s on)` : ''
    run.keepForNextRun(`${shown.scenario?.title ?? 'the run'} as it was${at}`)
    const answer = await connection.send({
      command: 'fork',
      ...(recording.opened && { recording: recording.opened.id }),
      at_seq,
      ...(change && { change }),
      pace: state.value?.pace ?? 1
    })
    if (answer.ok) recording.close()
    else run.keepForNextRun(null)
    return answer.ok
  }

  return { state, live, canReachIn, canFork, pause, resume, setPace, step, intervene, fork }
})
