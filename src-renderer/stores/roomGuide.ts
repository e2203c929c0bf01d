import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import type { Place, RoomLesson } from '../../src-shared/room/room-api'
import { idOf } from './bringRun'
import { useComparison } from './comparison'
import { useConnection } from './connection'
import { useElections } from './elections'
import { useExplorer } from './explorer'
import { useLayout } from './layout'
import { useLesson } from './lesson'
import { useCommitWindow } from './commitWindow'
import { useIsolation } from './isolationPlays'
import { usePacelc } from './pacelcMeasurements'
import { useRecording } from './recording'
import { useRoom } from './room'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** The room is told where the instructor is at most as often. */
const TELL_MS = 250

/** Tells an open room where the instructor's page is, which lesson is played, and what is voted on. */
export const useRoomGuide = defineStore('roomGuide', () => {
  const room = useRoom()
  const connection = useConnection()
  const lessons = useLesson()
  const guiding = computed(() => room.isOpen && !room.isParticipant && connection.status === 'connected')

  const place = computed((): Place | null => {
    if (!guiding.value) return null
    const { pair, nodes } = useSelection()
    return {
      run: connection.state?.run ?? 0,
      recording: useRecording().opened?.id ?? null,
      seq: useTimeTravel().moment?.seq ?? null,
      ...placeInViews(),
      nodes: [...nodes],
      link: pair && [pair.a, pair.b]
    }
  })
  const lesson = computed((): RoomLesson | null => {
    if (!guiding.value || lessons.lesson === null) return null
    // Participants know a recording by its name alone.
    const shown = Object.entries(lessons.record.shown).map(([name, one]) => [name, { ...one, recording: idOf(one.recording) }])
    return { id: lessons.lesson.id, step: lessons.index, shown: Object.fromEntries(shown) }
  })
  /** The prediction on which the room may vote, and whether its run has begun; null: none is open. */
  const asking = computed(() => {
    if (!guiding.value || lessons.step?.kind !== 'predict') return null
    return { lesson: lessons.lesson!.id, step: lessons.index, locked: lessons.locked(lessons.index) }
  })

  const tellPlace = seldom(() => place.value && room.ask({ ask: 'place', place: place.value }))
  const tellLesson = seldom(async () => {
    if (!guiding.value) return
    await room.ask({ ask: 'lesson', lesson: lesson.value })
    if (asking.value === null) return
    await room.ask({ ask: 'vote', step: asking.value.step })
    if (asking.value?.locked) await room.ask({ ask: 'show-vote' })
  })
  watch(place, tellPlace, { immediate: true })
  watch([lesson, asking], tellLesson, { immediate: true })

  return {}
})

/** What each view shows. */
function placeInViews(): Pick<Place, 'view' | 'compared' | 'explored' | 'term' | 'tab'> {
  const { view, dockTab, glossaryTerm } = useLayout()
  const compared = useComparison().compared.map(({ id }) => id)
  return { view, compared, explored: exploredPlace(), term: glossaryTerm, tab: dockTab }
}

function exploredPlace(): Place['explored'] {
  const tab = useLayout().explorerTab
  const { exploration, chosen: cell } = useExplorer()
  const { measurement, chosen: runs } = usePacelc()
  const { window, chosen: crash } = useCommitWindow()
  const { played, chosen: played_cell } = useIsolation()
  const { study, chosen: timeouts } = useElections()
  if (tab === 'elections') return study && { tab, row: timeouts, part: null }
  if (tab === 'isolation')
    return played.length > 0 ? { tab, row: played_cell?.anomaly ?? null, part: played_cell?.setting ?? null } : null
  if (tab === 'models') return exploration && { tab, row: cell?.row ?? null, part: cell?.column ?? null }
  if (tab === 'window') return window && { tab, row: crash?.row ?? null, part: crash && `${crash.column} ${crash.moment}` }
  return measurement && { tab, row: runs?.row ?? null, part: runs?.runs ?? null }
}

/** Calls it at once, or when the time since the last call has passed. */
function seldom(call: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let called_ms = -TELL_MS
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined
        called_ms = performance.now()
        void call()
      },
      Math.max(0, called_ms + TELL_MS - performance.now())
    )
  }
}
