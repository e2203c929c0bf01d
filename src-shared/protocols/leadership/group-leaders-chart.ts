/** Who leads each group, where nodes host several: a lane for each group, in place of one for each of its replicas. */
import { ICON_GLYPHS, NEUTRAL_LOOK } from '../../description/role-look'
import type { RoleDescription } from '../../description/protocol-description'
import { replicasOf } from '../../folds/cluster'
import type { ReplicaState } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import type { ChartDefinition, ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import { OUTDATED, roleBands } from './role-bands'
import type { RoleBand } from './role-bands'

/** Who leads fills the lane; who stands for election, or leads no more, is a strip within it. */
const HEIGHT = { leads: 0.81, campaigns: 0.4, outdated: 0.4 } as const

interface DutyBand extends RoleBand {
  readonly role: RoleDescription & Required<Pick<RoleDescription, 'duty'>>
}

/** `term`: the protocol's word for what its leaders are numbered by. */
export function groupLeadersChart(term: string): ChartDefinition {
  return lanesChart({
    id: 'group-leaders',
    title: 'Leaders of groups',
    subtitle: `who leads each, or stands for election; ${term[0]}: ${term}; empty: nobody leads`,
    height_px: 190,
    least_px: 112,
    strip: true,
    applies: ({ cluster }) => groupsOf(cluster).length > 0,
    lanes: ({ cluster }) => groupsOf(cluster),
    bands: (run, view) => leaderBands(run, view, term),
    empty: 'nobody leads a group yet'
  })
}

/** By name, g2 before g10. */
function groupsOf(cluster: RunFold['cluster']): string[] {
  const groups = new Set(replicasOf(cluster).flatMap(({ group }) => group ?? []))
  return [...groups].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/** Of two that lead at once the one of the newer term lies on top. */
function leaderBands(run: RunFold, view: ChartView, term: string): LaneBand[] {
  const replicas = replicasOf(run.cluster)
  const places = new Map(groupsOf(run.cluster).map((group, place) => [group, place]))
  const onDuty = roleBands(run, view).filter((band): band is DutyBand => band.role?.duty !== undefined)
  const rank = ({ role, step }: DutyBand) => (role.duty === 'leads' ? 1e9 : 0) + step.term
  return onDuty
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((band) => {
      const replica = replicas[band.lane]!
      const lane = places.get(replica.group ?? '')
      return lane === undefined ? [] : [laneBand(band, replica, lane, term)]
    })
}

function laneBand(
  { from_us, to_us, step, role, outdated }: DutyBand,
  { node, group }: ReplicaState,
  lane: number,
  term: string
): LaneBand {
  const { icon, tone } = role.look ?? NEUTRAL_LOOK
  const glyph = ICON_GLYPHS[icon]
  const name = `${glyph} ${node}`
  return {
    lane,
    from_us,
    to_us,
    mark: (theme) => theme.tones[tone],
    style: outdated ? 'dashed' : 'filled',
    height: HEIGHT[outdated ? 'outdated' : role.duty],
    raised: role.duty === 'leads' && !outdated,
    texts: [`${name} ${term[0]}${step.term}`, name, glyph],
    told: `${group}: ${name} ${role.name}, ${term} ${step.term}${outdated ? OUTDATED : ''}`
  }
}
