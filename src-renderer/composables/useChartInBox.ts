import type { EChartsCoreOption } from 'echarts/core'
import { computed, useTemplateRef, watch } from 'vue'
import type VChart from 'vue-echarts'
import type { ChartSize } from '../../src-shared/charts/definition'
import { useElementSize } from './useElementSize'

/** Narrower than this there is nothing to read. */
const WIDTH_PX_MIN = 50
const REPLACE = { replaceMerge: ['series', 'graphic'] }

/** Draws the component's chart, its ref `echart`, as wide as the ref `box`: anew when that changes, or what `build` reads. */
export function useChartInBox(height_px: number, build: (size: ChartSize) => EChartsCoreOption): void {
  const box = useTemplateRef<HTMLElement>('box')
  const echart = useTemplateRef<InstanceType<typeof VChart>>('echart')
  const size = useElementSize(box)
  const width_px = computed(() => Math.round(size.value.width))
  const option = computed(() => build({ width_px: width_px.value, height_px }))

  watch(
    [echart, option],
    () => {
      if (!echart.value || width_px.value < WIDTH_PX_MIN) return
      echart.value.resize({ width: width_px.value, height: height_px })
      echart.value.setOption(option.value, REPLACE)
    },
    { flush: 'post', immediate: true }
  )
}
