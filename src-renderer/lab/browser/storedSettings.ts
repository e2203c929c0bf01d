import type { z } from 'zod'

/** What the page remembers between visits, one JSON value per name. A full or forbidden storage only means it forgets. */
const PREFIX = 'netsplit.'

export function loadSetting<Value>(name: string, fallback: Value): Value {
  try {
    const text = localStorage.getItem(PREFIX + name)
    return text === null ? fallback : (JSON.parse(text) as Value)
  } catch {
    return fallback
  }
}

/** As `loadSetting`; what does not fit the schema counts as absent. */
export function loadValidSetting<Value>(name: string, schema: z.ZodType<Value>, fallback: Value): Value {
  const read = schema.safeParse(loadSetting<unknown>(name, fallback))
  return read.success ? read.data : fallback
}

export function saveSetting(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // Nothing to do: the setting holds until the page closes.
  }
}
