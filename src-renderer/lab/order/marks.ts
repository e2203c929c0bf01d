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
