/** ECharts with no more than our charts need; for the page and, without a DOM, for the exporter. Needs no `unsafe-eval`. */
import { CustomChart, LineChart } from 'echarts/charts'
import { AxisPointerComponent, GraphicComponent, GridComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import type { EChartsCoreOption } from 'echarts/core'
import { init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

use([
  AxisPointerComponent,
  CanvasRenderer,
  CustomChart,
  GraphicComponent,
  GridComponent,
  LabelLayout,
  LineChart,
  SVGRenderer,
  TitleComponent,
  TooltipComponent
])

/** The chart as an SVG document, drawn without a DOM. */
export function renderSvg(option: EChartsCoreOption, size: { readonly width_px: number; readonly height_px: number }): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: size.width_px, height: size.height_px })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
