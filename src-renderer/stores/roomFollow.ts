import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { Place } from '../../src-shared/room/room-api'
import { untilFolded } from './bringRun'
import { useConnection } from './connection'
import { DOCK_TABS, useLayout } from './layout'
import type { DockTab } from './layout'
import { useRecording } from './recording'
import { useRoom } from './room'
import { useRun } from './run'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** Keeps a participant's page where the instructor's is, until they look around by themselves. */
export const useRoomFollow = defineStore('roomFollow', () => {
  const room = useRoom()
  const connection = useConnection()
  const run = useRun()
  const travel = useTimeTravel()
  const following = shallowRef(true)
  /** The change of moment that comes next is ours, not the participant's. */
  let leading = false
  let shown = run.shown
  let asked = 0

  const isLed = () => room.isParticipant && following.value
  watch([() => room.place, () => connection.state?.run, following], () => void lead(), { immediate: true })

  async function lead(): Promise<void> {
    const { place } = room
    const wanted = ++asked
    if (!isLed() || place === null || place.run !== connection.state?.run) return
    if (!(await bring(place)) || wanted !== asked) return
    if (place.seq === null) {
      leading = travel.moment !== null
      travel.live()
    } else {
      await untilFolded(place.seq)
      if (wanted !== asked) return
      leading = true
      travel.goTo(place.seq)
    }
    arrange(place)
  }

  /** The recording that is on show, or the lab's own run. Whether it is there. */
  async function bring({ recording: id }: Place): Promise<boolean> {
    const recording = useRecording()
    if (id === null) recording.close()
    else if (recording.opened?.id !== id) await recording.open(id)
    return (recording.opened?.id ?? null) === id
  }

  function arrange({ tab, nodes, link }: Place): void {
    const layout = useLayout()
    const selection = useSelection()
    if ((DOCK_TABS as readonly string[]).includes(tab)) layout.dockTab = tab as DockTab
    if (link) selection.selectPair(...link)
    else selection.selectNodes(nodes)
  }

  // Whoever goes to another moment looks around.
  watch(
    () => travel.moment,
    () => {
      const ours = leading || shown !== run.shown
      leading = false
      shown = run.shown
      if (!ours && isLed()) following.value = false
    },
    { flush: 'sync' }
  )

  return { following }
})
