import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const settingsSchema = z.object({
  window: z
    .object({
      x: z.number().int().optional(),
      y: z.number().int().optional(),
      width: z.number().int().min(800).max(16_384),
      height: z.number().int().min(600).max(16_384),
      maximized: z.boolean()
    })
    .catch({ width: 1440, height: 900, maximized: false }),
  /** The scenario to begin with. */
  scenario: z.string().max(64).nullable().catch(null),
  /** The page's port last time: the page remembers its own arrangement per address. */
  port: z.number().int().min(0).max(65_535).catch(0)
})
export type Settings = z.infer<typeof settingsSchema>

/** What the window remembers between starts, in one small file. A missing or broken file means the defaults, part by part. */
export class SettingsFile {
  #settings: Settings

  constructor(private readonly file: string) {
    this.#settings = settingsSchema.catch(settingsSchema.parse({})).parse(readJson(file))
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Changes and writes at once. A disk that refuses costs the memory, not the lab. */
  change(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change }
    try {
      mkdirSync(dirname(this.file), { recursive: true })
      writeFileSync(`${this.file}.new`, JSON.stringify(this.#settings, null, 2))
      renameSync(`${this.file}.new`, this.file)
    } catch (error) {
      console.error(`The window's settings could not be written: ${(error as Error).message}`)
    }
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
