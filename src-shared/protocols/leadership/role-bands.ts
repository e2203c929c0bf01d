/** Which role each replica had when, as bands of a chart. */
import type { RoleDescription } from '../../description/protocol-description'
import type { ChartView } from '../../charts/definition'
import { replicasOf } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import { rolesFold } from './roles'
import type { RoleStep } from './roles'

/** A node's role between two steps, clipped to the view. */
export interface RoleBand {
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  readonly step: RoleStep
  /** What the protocol says of the role; null: nothing, or the process does not run. */
  readonly role: RoleDescription | null
  /** It leads, but another of its group leads a later term: it has not heard of it. */
  readonly outdated: boolean
}

/** Said of a leader that another has replaced. */
export const OUTDATED = ', out of date'

/** Bands of all replicas in the view, lane by lane; a change of whom a node follows alone makes no new band. */
export function roleBands(fold: RunFold, view: ChartView): RoleBand[] {
  const replicas = replicasOf(fold.cluster)
  const bands: RoleBand[] = []
  const until_us = Math.min(view.to_us, fold.cluster.now_us)
  let lane = 0
  for (const { key } of replicas) {
    const steps = rolesFold.of(fold)?.replicas.get(key)?.toArray() ?? []
    steps.forEach((step, i) => {
      const from_us = Math.max(step.t_us, view.from_us)
      const to_us = Math.min(steps[i + 1]?.t_us ?? until_us, until_us)
      if (to_us <= from_us) return
      const last = bands.at(-1)
      const same =
        last?.lane === lane && last.step.role === step.role && last.step.state === step.state && last.step.term === step.term
      if (same) bands.pop()
      bands.push({ lane, from_us: same ? last.from_us : from_us, to_us, step, role: roleOf(fold, step), outdated: false })
    })
    lane += 1
  }
  return divideOutdated(bands, ({ lane }) => replicas[lane]!.group)
}

function roleOf({ cluster }: RunFold, { state, role }: RoleStep): RoleDescription | null {
  return state === 'running' && role !== null ? (cluster.roles.get(role) ?? null) : null
}

/** Divides the band of each leader where another of its group begins to lead a later term. */
function divideOutdated(bands: readonly RoleBand[], groupOf: (band: RoleBand) => string | undefined): RoleBand[] {
  const leaders = bands.filter(({ role }) => role?.duty === 'leads')
  const replaced_us = (band: RoleBand): number => {
    const successors = leaders.filter((other) => other.step.term > band.step.term && groupOf(other) === groupOf(band))
    return Math.min(...successors.map(({ from_us }) => from_us))
  }
  return bands.flatMap((band) => {
    const from_us = band.role?.duty === 'leads' ? replaced_us(band) : Infinity
    return [
      ...(from_us > band.from_us ? [{ ...band, to_us: Math.min(from_us, band.to_us) }] : []),
      ...(from_us < band.to_us ? [{ ...band, from_us: Math.max(from_us, band.from_us), outdated: true }] : [])
    ]
  })
}
