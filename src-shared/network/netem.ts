import { z } from 'zod'

/** Milliseconds with fractions, as people write delays. */
const ms = z.number().min(0).max(600_000)
/** Percent, 0 to 100. */
const percent = z.number().min(0).max(100)

/** Shapes of the jitter, in netem's words; `table` draws from the given quantiles. */
export const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal', 'table'] as const

/** Gilbert–Elliott loss: two states; `p` good→bad and `r` bad→good per frame; loss in each state. All percent. */
const gilbertElliottSchema = z.strictObject({
  p: percent,
  r: percent,
  loss_bad: percent.default(100),
  loss_good: percent.default(0)
})

/** netem's four-state loss model (GI): transition probabilities per frame, percent. */
const lossStateSchema = z.strictObject({
  p13: percent,
  p31: percent.default(100),
  p32: percent.default(0),
  p23: percent.default(100),
  p14: percent.default(0)
})

/** Every setting as it may be written, none required: the schema of a change. */
export const linkSettingsChangeSchema = z.strictObject({
  delay_ms: ms.optional(),
  /** Standard deviation (normal, pareto, paretonormal, table) or half-width (uniform). */
  jitter_ms: ms.optional(),
  distribution: z.enum(DISTRIBUTIONS).optional(),
  /** For `table`: equally spaced quantiles in units of one standard deviation; an empty one has no spread. */
  table: z.array(z.number().min(-8).max(8)).max(4096).optional(),
  delay_correlation_percent: percent.optional(),
  /** Whether jitter may overtake: `fifo` keeps order (as TCP would show it), `may-reorder` does not. */
  order: z.enum(['fifo', 'may-reorder']).optional(),
  loss_percent: percent.optional(),
  loss_correlation_percent: percent.optional(),
  /** null turns the model off. */
  gilbert_elliott: gilbertElliottSchema.nullable().optional(),
  loss_state: lossStateSchema.nullable().optional(),
  duplicate_percent: percent.optional(),
  duplicate_correlation_percent: percent.optional(),
  corrupt_percent: percent.optional(),
  corrupt_correlation_percent: percent.optional(),
  /** This share of frames skips the delay and so overtakes (needs a delay). */
  reorder_percent: percent.optional(),
  reorder_correlation_percent: percent.optional(),
  /** Bits per second; 0: no limit. */
  rate_bit_s: z.number().min(0).max(1e12).optional(),
  /** Frames that may wait in the link; more are dropped as `queue-full`. */
  queue_limit: z.number().int().min(1).max(1_000_000).optional()
})
/** Settings as written in a file or sent by a screen: only what differs. */
export type LinkSettingsChange = z.infer<typeof linkSettingsChangeSchema>

/**
 * What a directed link does to frames, in `tc netem`'s words. Units stand in the names.
 * One deliberate difference: correlation keeps the marginal rate (20 % loss at 75 % correlation loses 20 %).
 */
export type LinkSettings = Readonly<Required<LinkSettingsChange>>

/** A link that does nothing to its frames. */
export const CLEAR_LINK: LinkSettings = {
  delay_ms: 0,
  jitter_ms: 0,
  distribution: 'normal',
  table: [],
  delay_correlation_percent: 0,
  order: 'fifo',
  loss_percent: 0,
  loss_correlation_percent: 0,
  gilbert_elliott: null,
  loss_state: null,
  duplicate_percent: 0,
  duplicate_correlation_percent: 0,
  corrupt_percent: 0,
  corrupt_correlation_percent: 0,
  reorder_percent: 0,
  reorder_correlation_percent: 0,
  rate_bit_s: 0,
  queue_limit: 10_000
}

/** Whether all that the change names is set to what does nothing. */
export function clears(change: LinkSettingsChange): boolean {
  return Object.entries(change).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(CLEAR_LINK[name as keyof LinkSettings])
  )
}

/** The settings after a change: what it does not name stays. */
export function changeSettings(settings: LinkSettings, change: LinkSettingsChange): LinkSettings {
  return { ...settings, ...change } as LinkSettings
}

/**
 * `open`: frames pass under the settings. `cut`: a black hole, connections stay. `refuse`: connections close and new ones are
 * refused. `reset`: connections are reset, new ones too. `half-open`: the receiver's side is gone, the sender does not notice.
 */
export const LINK_MODES = ['open', 'cut', 'refuse', 'reset', 'half-open'] as const
export const linkModeSchema = z.enum(LINK_MODES)
export type LinkMode = z.infer<typeof linkModeSchema>

/** Distances as named round trips; one direction of the link carries half. */
export const LINK_PRESETS = {
  'same-rack': { title: 'Same rack, 0.1 ms round trip', settings: { delay_ms: 0.05 } },
  'cross-zone': { title: 'Cross-zone, 1 ms round trip', settings: { delay_ms: 0.5 } },
  'cross-region-near': { title: 'Cross-region, 30 ms round trip', settings: { delay_ms: 15 } },
  'cross-region-far': { title: 'Cross-region, 150 ms round trip', settings: { delay_ms: 75 } },
  satellite: { title: 'Satellite, 600 ms round trip', settings: { delay_ms: 300 } }
} as const satisfies Record<string, { title: string; settings: LinkSettingsChange }>
export type LinkPreset = keyof typeof LINK_PRESETS
