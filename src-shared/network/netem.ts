import { z } from 'zod'

/** Milliseconds with fractions, as people write delays. */
const ms = z.number().min(0).max(600_000)
/** Percent, 0 to 100. */
const percent = z.number().min(0).max(100)

/** Shapes of the jitter, in netem's words, and the exponential one; `table` draws from the given quantiles. */
export const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal', 'exponential', 'table'] as const

const TABLE_MAX = 4096
const tableValue = z.number().min(-8).max(8)
/** Equally spaced, or each with the share of the draws that stay below it: a tail takes its quantiles close together. */
const tableSchema = z.union([
  z.array(tableValue).max(TABLE_MAX),
  z
    .array(z.tuple([z.number().min(0).max(1), tableValue]))
    .min(2)
    .max(TABLE_MAX)
    .refine(
      (entries) =>
        entries.every(([share, value], at) => at === 0 || (share > entries[at - 1]![0] && value >= entries[at - 1]![1])),
      'expected shares that rise from one entry to the next, and values that do not fall'
    )
])

const gilbertElliottSchema = z.strictObject({
  p: percent.describe('From good to bad, in percent for each frame.'),
  r: percent.describe('From bad to good, in percent for each frame.'),
  loss_bad: percent.default(100).describe('Frames lost while it is bad, in percent.'),
  loss_good: percent.default(0).describe('Frames lost while it is good, in percent.')
})

const transition = (from: string, to: string) => `From ${from} to ${to}, in percent for each frame.`
const lossStateSchema = z.strictObject({
  p13: percent.describe(transition('received', 'a burst of losses')),
  p31: percent.default(100).describe(transition('a burst of losses', 'received')),
  p32: percent.default(0).describe(transition('a burst of losses', 'received within it')),
  p23: percent.default(100).describe(transition('received within a burst', 'lost')),
  p14: percent.default(0).describe(transition('received', 'lost alone'))
})

/** Every setting as it may be written, none required: the schema of a change. */
export const linkSettingsChangeSchema = z.strictObject({
  delay_ms: ms.optional().describe('Delay of each frame, in ms.'),
  jitter_ms: ms.optional().describe('Spread of the delay, in ms: standard deviation, or half the width where it is uniform.'),
  distribution: z
    .enum(DISTRIBUTIONS)
    .optional()
    .describe('The shape of the jitter; table draws from the quantiles of that name.'),
  table: tableSchema
    .optional()
    .describe(
      'For the distribution table: quantiles in units of jitter_ms, equally spaced, or each as [share, quantile], such as [0.999, 5.9]. ' +
        'Between two the draws are linear; beyond the first and the last of the pairs they stay at it. An empty table has no spread.'
    ),
  delay_correlation_percent: percent.optional().describe("How much a frame's jitter follows the one before it, in percent."),
  order: z
    .enum(['fifo', 'may-reorder'])
    .optional()
    .describe('Whether jitter may overtake: fifo keeps order (as TCP would show it), may-reorder does not.'),
  loss_percent: percent.optional().describe('Share of frames that are lost, in percent.'),
  loss_correlation_percent: percent.optional().describe('How much losses come in a row, in percent; the rate stays.'),
  gilbert_elliott: gilbertElliottSchema
    .nullable()
    .optional()
    .describe('Losses in bursts, by two states (Gilbert–Elliott); null turns it off.'),
  loss_state: lossStateSchema
    .nullable()
    .optional()
    .describe("Losses by the four states of netem's loss model; null turns it off."),
  duplicate_percent: percent.optional().describe('Share of frames that arrive twice, in percent.'),
  duplicate_correlation_percent: percent.optional().describe('How much duplicates come in a row, in percent; the rate stays.'),
  corrupt_percent: percent.optional().describe('Share of frames of which a bit flips, in percent.'),
  corrupt_correlation_percent: percent.optional().describe('How much damaged frames come in a row, in percent; the rate stays.'),
  alter_percent: percent
    .optional()
    .describe('Share of frames of which a bit of the message flips before a right checksum is put on it, in percent.'),
  reorder_percent: percent.optional().describe('Share of frames that skip the delay and so overtake, in percent; needs a delay.'),
  reorder_correlation_percent: percent
    .optional()
    .describe('How much overtaking frames come in a row, in percent; the rate stays.'),
  rate_bit_s: z.number().min(0).max(1e12).optional().describe('Bits per second; 0: no limit.'),
  queue_limit: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Frames that may wait in the link; more are dropped as queue-full.')
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
  alter_percent: 0,
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

/** What differs from a link that does nothing: {@link changeSettings} of that one gives the settings again. */
export function differenceFromClear(settings: LinkSettings): LinkSettingsChange {
  const set = Object.entries(settings).filter(([name, value]) => !clears({ [name]: value } as LinkSettingsChange))
  return Object.fromEntries(set)
}

/** The settings after a change: what it does not name stays. */
export function changeSettings(settings: LinkSettings, change: LinkSettingsChange): LinkSettings {
  return { ...settings, ...change } as LinkSettings
}

export const LINK_MODES = ['open', 'cut', 'refuse', 'reset', 'half-open'] as const
export const linkModeSchema = z
  .enum(LINK_MODES)
  .describe(
    "open: frames pass. cut: a black hole, connections stay. refuse: connections close and new ones are refused. reset: connections are reset, new ones too. half-open: the receiver's side is gone, the sender does not notice."
  )
export type LinkMode = z.infer<typeof linkModeSchema>

/** Distances as named round trips; one direction of the link carries half. */
export const DISTANCE_PRESETS = {
  'same-rack': { title: 'Same rack, 0.1 ms round trip', settings: { delay_ms: 0.05 } },
  'cross-zone': { title: 'Cross-zone, 1 ms round trip', settings: { delay_ms: 0.5 } },
  'cross-region-near': { title: 'Cross-region, 30 ms round trip', settings: { delay_ms: 15 } },
  'cross-region-far': { title: 'Cross-region, 150 ms round trip', settings: { delay_ms: 75 } },
  satellite: { title: 'Satellite, 600 ms round trip', settings: { delay_ms: 300 } }
} as const satisfies Record<string, { title: string; settings: LinkSettingsChange }>

/** Pairs of cloud regions within 30–150 ms, from providers' published monthly averages of measured round trips (2024), to the millisecond. */
const REGION_PAIR_ROUND_TRIPS_MS = {
  'madrid-frankfurt': 29,
  'dallas-washington': 32,
  'dallas-toronto': 34,
  'london-washington': 75,
  'london-toronto': 82,
  'frankfurt-washington': 91,
  'london-dallas': 113,
  'tokyo-sydney': 116,
  'washington-sao-paulo': 119,
  'frankfurt-dallas': 123,
  'dallas-tokyo': 142,
  'dallas-sao-paulo': 145
} as const
type RegionPair = keyof typeof REGION_PAIR_ROUND_TRIPS_MS

export const REGION_PAIR_PRESETS = Object.fromEntries(
  Object.entries(REGION_PAIR_ROUND_TRIPS_MS).map(([pair, round_trip_ms]) => [
    pair,
    { title: `${pairTitle(pair)}, ${round_trip_ms} ms round trip`, settings: { delay_ms: round_trip_ms / 2 } }
  ])
) as Record<RegionPair, { readonly title: string; readonly settings: { readonly delay_ms: number } }>

export const LINK_PRESETS = { ...DISTANCE_PRESETS, ...REGION_PAIR_PRESETS }
export type LinkPreset = keyof typeof LINK_PRESETS

/** `Washington – São Paulo` of `washington-sao-paulo`. */
function pairTitle(pair: string): string {
  const [first, ...second] = pair.split('-').map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`)
  return `${first} – ${second.join(' ').replace('Sao', 'São')}`
}
