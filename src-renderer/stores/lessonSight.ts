import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Point, SeeStep } from '../../src-shared/lessons/lesson'
import type { ReachedMark } from '../../src-shared/lessons/marks'
import { useBeliefs } from './beliefs'
import { useChartChoice } from './chartChoice'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useLesson } from './lesson'
import { idOf } from './lessonRun'
import { useRecording } from './recording'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** Brings a moment of the lesson's runs on screen, and marks what is to be looked at. */
export const useLessonSight = defineStore('lessonSight', () => {
  const lessons = useLesson()
  const recording = useRecording()
  const selection = useSelection()
  const layout = useLayout()
  const charts = useChartChoice()
  const beliefs = useBeliefs()
  /** What is marked; null: nothing. */
  const pointed = shallowRef<Point | null>(null)

  async function show({ run, point }: SeeStep, mark: ReachedMark): Promise<void> {
    clear()
    if (!(await bring(lessons.record.shown[run]!.recording))) return
    useTimeTravel().goTo(mark.seq)
    if (point === undefined) return
    pointed.value = point
    if ('node' in point) selection.selectNodes([point.node])
    else if ('link' in point) selection.selectPair(...point.link)
    else if ('tab' in point) layout.dockTab = point.tab
    else if ('chart' in point) enlarge(point.chart)
    else if ('belief' in point) ask(point.belief)
    else lookAtMessage(lessons.record.shown[run]!.marks.find(([name]) => name === point.message)?.[1])
  }

  /** The lab's own run if that is it, or else its recording. */
  async function bring(folder: string): Promise<boolean> {
    const id = idOf(folder)
    if (useConnection().state?.recording === folder) recording.close()
    else if (recording.opened?.id !== id) await recording.open(id)
    return recording.opened === null ? useConnection().state?.recording === folder : recording.opened.id === id
  }

  function enlarge(chart: string): void {
    layout.dockTab = 'charts'
    if (charts.enlarged?.id !== chart) charts.toggleEnlarged(chart)
  }
  function ask(node: string): void {
    selection.selectNodes([node])
    if (beliefs.node === null) beliefs.toggle()
  }
  function lookAtMessage(mark: ReachedMark | undefined): void {
    if (!mark || !('n' in mark.event)) return
    const { from, to, boot, n } = mark.event
    layout.drawerOpen = true
    selection.selectMessage({ from, to, boot, n })
  }

  /** The window as it was. */
  function clear(): void {
    if (pointed.value === null) return
    if ('chart' in pointed.value) charts.shrink()
    if (beliefs.node !== null) beliefs.toggle()
    pointed.value = null
    selection.clear()
  }

  return { pointed, show, clear }
})
