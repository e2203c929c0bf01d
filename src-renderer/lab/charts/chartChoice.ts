/** Which charts the dock shows: what a scenario or its protocol puts first, until somebody chooses. Remembered for each scenario. */
import { z } from 'zod'
import type { ChartDefinition } from '../../../src-shared/charts/definition'

/** Scenarios for which a choice is remembered, the newest. */
const REMEMBERED_MAX = 50
const CHOSEN_MAX = 32
/** No more are shown until somebody adds one. */
const FIRST_MAX = 3
/** Height from which a chart reads well, in font sizes. */
const COMFORTABLE_EM = 7.3
/** Empty in a run without clients. */
const OF_CLIENTS: readonly string[] = ['throughput', 'latency']

const chartId = z.string().min(1).max(64)

const choiceSchema = z.strictObject({
  /** null: those that come first. */
  shown: z.array(chartId).max(CHOSEN_MAX).nullable(),
  /** It stays first. */
  pinned: chartId.nullable(),
  /** It fills the dock. */
  enlarged: chartId.nullable(),
  /** It stands beside the canvas. */
  beside: chartId.nullable(),
  /** The one chart of present mode; null: the one that comes first. */
  presented: chartId.nullable().default(null)
})
/** What somebody chose for a scenario. */
export type ChartChoice = Readonly<z.infer<typeof choiceSchema>>

const rememberedSchema = z.array(z.tuple([z.string().max(200), choiceSchema])).max(REMEMBERED_MAX)
/** Choices by the scenario's name, the newest last. */
export type RememberedChoices = readonly (readonly [string, ChartChoice])[]

export const NO_CHOICE: ChartChoice = { shown: null, pinned: null, enlarged: null, beside: null, presented: null }

/** What was stored, unless it is something else. */
export function readChoices(stored: unknown): RememberedChoices {
  const read = rememberedSchema.safeParse(stored)
  return read.success ? read.data : []
}

export function choiceFor(remembered: RememberedChoices, scenario: string): ChartChoice {
  return remembered.find(([name]) => name === scenario)?.[1] ?? NO_CHOICE
}

export function withChoice(remembered: RememberedChoices, scenario: string, choice: ChartChoice): RememberedChoices {
  const others = remembered.filter(([name]) => name !== scenario)
  return [...others, [scenario, choice] as const].slice(-REMEMBERED_MAX)
}

/** Charts that come first: the scenario's, otherwise what clients see of the run, if there are any, and what its protocol declares; then any. */
export function firstCharts(
  available: readonly Pick<ChartDefinition, 'id'>[],
  scenario: readonly string[] | undefined,
  declared: readonly Pick<ChartDefinition, 'id' | 'timeless' | 'aside'>[],
  has_clients = true
): string[] {
  const ids = available.map(({ id }) => id)
  const aside = new Set(declared.flatMap((chart) => (chart.aside ? chart.id : [])))
  const over_time = declared.filter(({ timeless, aside }) => !timeless && !aside).map(({ id }) => id)
  const wanted = scenario ?? [...(has_clients ? ['throughput'] : []), ...over_time]
  const any = ids.filter((id) => !aside.has(id) && (has_clients || !OF_CLIENTS.includes(id)))
  return [...new Set([...wanted, ...any])].filter((id) => ids.includes(id)).slice(0, FIRST_MAX)
}

export interface ArrangedCharts {
  /** In the dock, from the top. */
  readonly shown: readonly string[]
  /** One click away. */
  readonly others: readonly string[]
}

/** `room_em`: the height that all charts share, in font sizes. */
export function arrangeCharts(
  available: readonly string[],
  first: readonly string[],
  choice: ChartChoice,
  room_em: number
): ArrangedCharts {
  const fitting = Math.max(1, Math.floor(room_em / COMFORTABLE_EM))
  const chosen = choice.shown ?? first.filter((id) => id !== choice.beside).slice(0, fitting)
  const pinned = choice.pinned === null ? [] : [choice.pinned]
  const shown = [...new Set([...pinned, ...chosen])].filter((id) => available.includes(id) && id !== choice.beside)
  return { shown, others: available.filter((id) => !shown.includes(id) && id !== choice.beside) }
}

/** Heights in px that fill the room, in proportion to what each needs at least; less than that is never given. */
export function shareHeights(least_px: readonly number[], room_px: number): number[] {
  const sum = least_px.reduce((total, one) => total + one, 0)
  return least_px.map((least) => Math.floor(least * Math.max(1, room_px / Math.max(1, sum))))
}
