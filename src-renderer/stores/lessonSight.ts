import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Point, SeeStep } from '../../src-shared/lessons/lesson'
import type { ReachedMark } from '../../src-shared/lessons/marks'
import { useBeliefs } from './beliefs'
import { bringRun, untilFolded } from './bringRun'
import { useChartChoice } from './chartChoice'
import { useLaidRuns } from './laidRuns'
import { useLayout } from './layout'
import { useLesson } from './lesson'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** Brings a moment of the lesson's runs on screen, and marks what is to be looked at. */
export const useLessonSight = defineStore('lessonSight', () => {
  const lessons = useLesson()
  const selection = useSelection()
  const layout = useLayout()
  const charts = useChartChoice()
  const beliefs = useBeliefs()
  const laid = useLaidRuns()
  /** What is marked; null: nothing. */
  const pointed = shallowRef<Point | null>(null)
  let asked = 0

  async function show(see: SeeStep, mark: ReachedMark): Promise<void> {
    const { run, beside, point } = see
    clear()
    const wanted = ++asked
    if (!(await bringRun(lessons.record.shown[run]!.recording))) return
    await untilFolded(mark.seq)
    // Another step has been opened meanwhile.
    if (wanted !== asked) return
    useTimeTravel().goTo(mark.seq)
    if (point === undefined) return
    pointed.value = point
    if (beside.length > 0) layOver(see)
    if ('node' in point) selection.selectNodes([point.node])
    else if ('link' in point) selection.selectPair(...point.link)
    else if ('tab' in point) layout.dockTab = point.tab
    else if ('chart' in point && beside.length === 0) enlarge(point.chart)
    else if ('belief' in point) ask(point.belief)
    else if ('message' in point) lookAtMessage(lessons.record.shown[run]!.marks.find(([name]) => name === point.message)?.[1])
  }

  function layOver(see: SeeStep): void {
    layout.dockTab = 'charts'
    if (lessons.lesson) void laid.lay({ lesson: lessons.lesson, shown: lessons.record.shown }, see)
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
    asked++
    if (pointed.value === null) return
    laid.clear()
    if ('chart' in pointed.value) charts.shrink()
    if (beliefs.node !== null) beliefs.toggle()
    pointed.value = null
    selection.clear()
  }

  return { pointed, show, clear }
})
