/** What nodes tell of keeping their clocks. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { listOf } from '../../text/list-text'

/** `+3.25 ms`. */
function msText(us: number): string {
  const sign = us === 0 ? '' : us < 0 ? '−' : '+'
  return `${sign}${(Math.abs(us) / 1000).toLocaleString('en', { maximumFractionDigits: 3 })} ms`
}

/** A node has started to ask for the time. */
export const TimeSources = declareFact({
  name: 'time-sources',
  volume: 'event',
  fields: z.object({
    sources: z.array(z.string()),
    poll_us: z.number(),
    /** What it takes its own clock to drift at most. */
    max_drift_ppm: z.number(),
    /** Its clock is slewed alone. */
    never_steps: z.boolean()
  }),
  text: ({ sources, poll_us }, { node }) => `${node} asks ${listOf(sources)} for the time every ${poll_us / 1000} ms.`
})

/** It has asked all of them. */
export const TimePolled = declareFact({
  name: 'time-polled',
  volume: 'mark',
  fields: z.object({}),
  text: (_, { node }) => `${node} asks for the time.`
})

/** A source has answered. */
export const TimeExchanged = declareFact({
  name: 'time-exchanged',
  volume: 'mark',
  kept: true,
  fields: z.object({
    source: z.string(),
    /** The source's distance from a reference clock. */
    stratum: z.number(),
    /** What must be added to the node's own clock. */
    offset_us: z.number(),
    /** Round trip, without what the source took. */
    delay_us: z.number(),
    /** How far the offset may be off. */
    bound_us: z.number(),
    /** What of that the source said of itself. */
    source_bound_us: z.number()
  }),
  text: ({ source, offset_us, delay_us, bound_us }, { node }) =>
    `${node} finds its own clock ${msText(-offset_us)} off by ${source}, give or take ${bound_us / 1000} ms (round trip ${delay_us / 1000} ms).`,
  moment: ({ source, offset_us }) => `${msText(-offset_us)} by ${source}`
})

/** Most sources agree, and the clock is corrected. */
export const ClockCorrected = declareFact({
  name: 'clock-corrected',
  volume: 'event',
  fields: z.object({
    how: z.enum(['set', 'step', 'slew']),
    offset_us: z.number(),
    bound_us: z.number(),
    /** What the clock showed before, and right after. */
    from_us: z.number(),
    to_us: z.number(),
    falsetickers: z.array(z.string())
  }),
  text: ({ how, offset_us, bound_us, falsetickers }, { node }) =>
    `${node} ${HOW[how]} its clock by ${msText(offset_us)}, give or take ${bound_us / 1000} ms${falsetickers.length > 0 ? `, against ${listOf(falsetickers)}` : ''}.`,
  moment: ({ how, offset_us }) => `${how} ${msText(offset_us)}`
})
const HOW = { set: 'sets', step: 'steps', slew: 'slews' } as const

/** Most sources contradict each other: the clock stays as it is. */
export const NoMajority = declareFact({
  name: 'time-no-majority',
  volume: 'event',
  fields: z.object({}),
  text: (_, { node }) => `${node} finds no time that most of its sources agree on.`,
  moment: () => 'no majority for a time'
})

/** A leap second is inserted: at once, or little by little from now on. */
export const LeapSecond = declareFact({
  name: 'leap-second',
  volume: 'event',
  fields: z.object({
    how: z.enum(['step', 'smear']),
    /** What the wall clock showed before, and right after. */
    from_us: z.number(),
    to_us: z.number()
  }),
  text: ({ how }, { node }) =>
    how === 'step' ? `${node} shows the same second twice.` : `${node} begins to spread the leap second: its seconds are longer.`,
  moment: ({ how }) => (how === 'step' ? 'leap second' : 'leap second begins')
})

export type ClockCorrected = FactOf<typeof ClockCorrected>
export type TimeExchanged = FactOf<typeof TimeExchanged>

export const CLOCK_SYNC_FACTS = [TimeSources, TimePolled, TimeExchanged, ClockCorrected, NoMajority, LeapSecond]
