import type { CausalEvent, CausalHistory } from '../../../src-shared/causality/history'

/** How an event stands to the chosen one. */
export type Standing = 'chosen' | 'past' | 'future' | 'concurrent'

/** A glyph for each, so that colour is not all that tells. */
export const STANDING_GLYPHS: Readonly<Record<Standing, string>> = { chosen: '◎', past: '◂', future: '▸', concurrent: '∥' }

/** Of every event how it stands to the chosen one. */
export function standingsOf(history: CausalHistory, chosen: CausalEvent): Map<CausalEvent, Standing> {
  return new Map(history.events.map((event) => [event, standingOf(history, event, chosen)]))
}

function standingOf(history: CausalHistory, event: CausalEvent, chosen: CausalEvent): Standing {
  const order = history.orderOf(event, chosen)
  if (order === 'same') return 'chosen'
  if (order === 'before') return 'past'
  return order === 'after' ? 'future' : 'concurrent'
}

/** Whether a text of this width fits below each event, by its distance to its neighbours on the same line. */
export function fitsBelow(places_px: readonly number[], width_px: (i: number) => number): boolean[] {
  return places_px.map((x, i) => {
    const apart_px = Math.min(x - (places_px[i - 1] ?? -Infinity), (places_px[i + 1] ?? Infinity) - x)
    return apart_px >= width_px(i)
  })
}
