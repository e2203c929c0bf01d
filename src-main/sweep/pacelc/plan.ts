import type { ExplorerRow } from '../../../src-shared/exploration'
import { DISTANCES } from '../../../src-shared/pacelc/measurement'
import type { Distance, MeasuredRuns } from '../../../src-shared/pacelc/measurement'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { descriptionNamed } from '../../../src-shared/protocols/registry'
import type { Measurers } from '../jobs'
import { matrixOf } from '../explore/matrix'
import type { SeedRange } from '../seed-range'
import { distanceScenario, partitionScenario, siteNames } from './scenario'

export const DEFAULT_SEEDS: SeedRange = { first: 1, last: 3 }
/** Places are cut off from one another at this distance. */
const PARTITION_DISTANCE: Distance['id'] = 'cross-region-near'

/** Runs before any has begun. */
export interface RunsPlan {
  readonly row: ExplorerRow
  /** null: a partition. */
  readonly distance: Distance['id'] | null
  readonly scenario: Scenario
}

export interface MeasurementPlan {
  readonly rows: readonly ExplorerRow[]
  /** Row by row: first each distance, then each site cut off. */
  readonly runs: readonly RunsPlan[]
}

/** The explorer's configurations, of these protocols (default: all) at these distances (default: each), and with each site cut off. */
export function measurementPlan(protocols?: readonly string[], distances: readonly Distance[] = DISTANCES): MeasurementPlan {
  const { rows, cells } = matrixOf({ ...(protocols && { protocols }), columns: ['none'] })
  const at = DISTANCES.find(({ id }) => id === PARTITION_DISTANCE)!
  const runs = cells.flatMap(({ row, scenario: configured }): RunsPlan[] => {
    const setup = { row, description: descriptionNamed(row.protocol), configured }
    return [
      ...distances.map((distance) => ({ row, distance: distance.id, scenario: distanceScenario(setup, distance) })),
      ...siteNames().map((cut) => ({ row, distance: null, scenario: partitionScenario(setup, at, cut) }))
    ]
  })
  return { rows, runs }
}

/** Begins all of them; they are done in about their order. */
export function measureAll({ runs }: MeasurementPlan, seeds: SeedRange, measurers: Measurers): readonly Promise<MeasuredRuns>[] {
  return runs.map((plan) => measureOne(plan, seeds, measurers))
}

async function measureOne({ row, distance, scenario }: RunsPlan, seeds: SeedRange, measurers: Measurers): Promise<MeasuredRuns> {
  const findings = await measurers.measure(scenario, seeds)
  return findings.kind === 'partition' ? { ...findings, row: row.id } : { ...findings, row: row.id, distance: distance! }
}
