import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Place } from '../../src-shared/room/room-api'
import { untilFolded } from './bringRun'
import { useComparison } from './comparison'
import { useConnection } from './connection'
import { useElections } from './elections'
import { useExplorer } from './explorer'
import { DOCK_TABS, useLayout } from './layout'
import type { DockTab } from './layout'
import { useCommitWindow } from './commitWindow'
import { useIsolation } from './isolationPlays'
import { usePacelc } from './pacelcMeasurements'
import { useRecording } from './recording'
import { useRoom } from './room'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** What a person does in {@link useTimeTravel} to go to another moment. */
const ACTIONS_THAT_MOVE: ReadonlySet<string> = new Set(['goTo', 'goToTime', 'step', 'jump', 'moveOn', 'live'])

/** Views that participants are shown; of the others, which are for choosing what to run or open, they see nothing: the lab stays. */
export type FollowedView = 'lab' | 'learn' | 'compare' | 'explorer' | 'glossary'

/** Keeps a participant's page where the instructor's is, until they look around by themselves. */
export const useRoomFollow = defineStore('roomFollow', () => {
  const room = useRoom()
  const connection = useConnection()
  const travel = useTimeTravel()
  const following = shallowRef(true)
  /** It is us who goes to another moment, not the participant. */
  let leading = false
  let asked = 0

  const isLed = () => room.isParticipant && following.value
  /** What a participant sees. Whoever acts, or looks around, does so in the lab. */
  const view = computed((): FollowedView => {
    const { place } = room
    if (!isLed() || room.isActing || place === null) return 'lab'
    switch (place.view) {
      case 'learn':
      case 'explorer':
      case 'glossary':
        return place.view
      case 'compare':
        return place.compared.length > 0 ? 'compare' : 'lab'
      default:
        return 'lab'
    }
  })
  watch([() => room.place, () => connection.state?.run, following], () => void lead(), { immediate: true })

  async function lead(): Promise<void> {
    const { place } = room
    const wanted = ++asked
    if (isLed() && place !== null) arrangeView(place)
    if (!isLed() || place === null || place.run !== connection.state?.run) return
    if (!(await bring(place)) || wanted !== asked) return
    if (place.seq !== null) await untilFolded(place.seq)
    if (wanted !== asked) return
    leading = true
    if (place.seq === null) travel.live()
    else travel.goTo(place.seq)
    leading = false
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

  function arrangeView({ view: name, compared, explored, term }: Place): void {
    const comparison = useComparison()
    const isOpen = comparison.chosen.join() === compared.join()
    if (name === 'compare' && compared.length > 0 && !isOpen) void comparison.open(compared)
    if (name === 'glossary') useLayout().glossaryTerm = term
    if (name === 'explorer' && explored) arrangeExplorer(explored)
  }

  function arrangeExplorer({ tab, row, part }: NonNullable<Place['explored']>): void {
    const [explorer, pacelc] = [useExplorer(), usePacelc()]
    const [commitWindow, isolation] = [useCommitWindow(), useIsolation()]
    if (tab === 'models') {
      useLayout().explorerTab = tab
      explorer.chosen = row === null || part === null ? null : { row, column: part }
      void explorer.explore()
    } else if (tab === 'pacelc') {
      useLayout().explorerTab = tab
      pacelc.chosen = row === null ? null : { row, runs: part }
      void pacelc.measure()
    } else if (tab === 'window') {
      useLayout().explorerTab = tab
      const [column, moment] = part?.split(' ') ?? []
      commitWindow.chosen = row === null ? null : { row, column: column!, moment: moment === 'before' ? 'before' : 'after' }
      void commitWindow.run()
    } else if (tab === 'elections') {
      useLayout().explorerTab = tab
      if (row !== null) useElections().chosen = row
      void useElections().run()
    } else if (tab === 'isolation') {
      useLayout().explorerTab = tab
      isolation.chosen = row === null || part === null ? null : { anomaly: row, setting: part }
      void isolation.play()
    }
  }

  // Whoever goes to another moment looks around. The action tells it, not the moment: what was asked for is not there at once.
  travel.$onAction(({ name }) => {
    const stays = !ACTIONS_THAT_MOVE.has(name) || (name === 'live' && !travel.past)
    if (!leading && !stays && isLed()) following.value = false
  })

  return { following, view }
})
