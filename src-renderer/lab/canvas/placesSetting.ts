import { z } from 'zod'

/** Where nodes and chips of a scenario were put by hand, as fractions of the canvas. */
const placesSchema = z.record(z.string().max(64), z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }))
export type Places = z.infer<typeof placesSchema>

/** By scenario, the newest last. */
export const placesSettingSchema = z.record(z.string().max(200), placesSchema)
export type PlacesSetting = z.infer<typeof placesSettingSchema>

const SCENARIOS_MAX = 50

/** The setting with these places of a scenario, none to forget them; the oldest scenarios are forgotten. */
export function withPlaces(setting: PlacesSetting, scenario: string, places: Places): PlacesSetting {
  const others = Object.entries(setting).filter(([name]) => name !== scenario)
  const own = Object.keys(places).length > 0 ? [[scenario, places] as const] : []
  return Object.fromEntries([...others, ...own].slice(-SCENARIOS_MAX))
}
