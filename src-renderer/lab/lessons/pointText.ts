import type { Point, SeeStep } from '../../../src-shared/lessons/lesson'
import type { ReachedMark } from '../../../src-shared/lessons/marks'
import { runTime } from '../text/format'

/** Where to look, in a few words. */
export function pointText({ point, beside }: SeeStep, { t_us }: Pick<ReachedMark, 't_us'>): string {
  if (beside.length > 0) return `Look at all ${beside.length + 1} runs, ${runTime(t_us)}`
  return `Look at ${placeText(point)}, ${runTime(t_us)}`
}

function placeText(point: Point | undefined): string {
  if (point === undefined) return 'the cluster'
  if ('node' in point) return point.node
  if ('link' in point) return `the link ${point.link.join(' – ')}`
  if ('chart' in point) return 'the chart'
  if ('tab' in point) return `the ${point.tab}`
  return 'message' in point ? 'the message' : `what ${point.belief} believes`
}
