/** What the catalogue says of every shipped scenario, worked out when the program is built: parsing them all takes a second at every start. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { runnerImport } from 'vite'
import type * as Listing from '../src-main/lab/scenario-files/listing'
import type { PreparedListings } from '../src-main/lab/scenario-files/prepared-listings'

/** Builds are run from the repository's root. */
const FOLDER = resolve('resources/scenarios')

/** For Vite's `define`: `SCENARIO_LISTINGS` in the sources is this. */
export async function defineScenarioListings(): Promise<Record<'SCENARIO_LISTINGS', PreparedListings>> {
  const { module } = await runnerImport<typeof Listing>(resolve('src-main/lab/scenario-files/listing.ts'))
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'))
  const entries = paths.map((path) => {
    const text = readFileSync(join(FOLDER, path), 'utf8')
    const id = basename(path, '.yaml')
    const listing = module.listScenario({ id, path: `/${path}`, parse: module.parseText(text, path) })
    return [id, { sha256: createHash('sha256').update(text).digest('base64'), listing }] as const
  })
  return { SCENARIO_LISTINGS: Object.fromEntries(entries) }
}
