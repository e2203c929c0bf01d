import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { wholeView } from '../../src-shared/charts/definition'
import { THEMES } from '../../src-shared/charts/palette'
import { useChartChoice } from './chartChoice'
import { useLesson } from './lesson'
import { useLessonRun } from './lessonRun'
import { useLinks } from './links'
import { useRun } from './run'

const SIZE = { width_px: 640, height_px: 220 }

/** A chart of the reader's own run, drawn as in reports. */
export interface LessonPicture {
  /** Of the chart, with what it measures. */
  readonly caption: string
  /** Its address as an image. */
  readonly src: string
  /** Leads back to the run, at the moment on show; null: there can be none. */
  readonly link: string | null
}

/** What the reader's last run of the lesson looked like, to be taken home. */
export const useLessonPicture = defineStore('lessonPicture', () => {
  const lessons = useLesson()
  const runs = useLessonRun()
  const charts = useChartChoice()
  const run = useRun()
  const drawn = shallowRef<LessonPicture | null>(null)

  /** The one that the lesson points at, or else the first one of its run. */
  const chart = computed(() => {
    const pointed = lessons.lesson?.steps.flatMap((step) =>
      step.kind === 'see' && step.see.point && 'chart' in step.see.point ? step.see.point.chart : []
    )
    return charts.available.find(({ id }) => pointed?.includes(id)) ?? charts.shown[0] ?? null
  })

  /** Draws the run that is on the canvas; nothing where another one has taken its place. */
  async function draw(): Promise<void> {
    drawn.value = null
    const { value: of } = chart
    if (of === null || runs.current === null) return
    // The charts' library is large: the canvas does not wait for it.
    const { renderSvg } = await import('../../src-shared/charts/echarts')
    const { fold } = run.view()
    const svg = renderSvg(of.build(fold, wholeView(fold), THEMES.light, SIZE), SIZE)
    const made = await useLinks().make()
    const src = `data:image/svg+xml,${encodeURIComponent(svg)}`
    drawn.value = { caption: `${of.title}: ${of.subtitle}`, src, link: made.ok ? made.link : null }
  }

  return { drawn, draw }
})
