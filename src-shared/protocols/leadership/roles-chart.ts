import { ICON_GLYPHS, NEUTRAL_LOOK } from '../../description/role-look'
import { replicasOf } from '../../folds/cluster'
import { OUTDATED, roleBands } from './role-bands'
import type { RoleBand } from './role-bands'
import { rolesFold } from './roles'
import type { RoleStep } from './roles'
import type { ChartDefinition } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import { replicaName } from '../../replica'
import { capitalised } from '../../text/capitalised'
import type { ChartTheme, Mark } from '../../charts/palette'
import { STATE_GLYPHS } from '../../charts/palette'

/** Height of a band as a share of its lane: who leads, or wants to, stands out without colour; who leads no more is a strip. */
const HEIGHT = { with_duty: 0.81, without: 0.675, outdated: 0.45 } as const

const STYLES = { running: 'filled', paused: 'dotted', down: 'dashed' } as const

/**
 * Role and term of every node: a lane per node, a band per role, the term written where it changes. `term`: the protocol's word for what
 * its leaders are numbered by; null where they are not.
 */
export function rolesChart(term: string | null): ChartDefinition {
  return lanesChart({
    id: 'terms',
    title: term === null ? 'Roles' : `${capitalised(term)}s and roles`,
    subtitle: term === null ? 'of each node' : `of each node; ${term[0]}: ${term}, a bar where it rises`,
    height_px: 190,
    least_px: 112,
    strip: true,
    applies: (run) => (rolesFold.of(run)?.replicas.size ?? 0) > 0,
    lanes: (run) => replicasOf(run.cluster).map(replicaName),
    bands(run, view) {
      const replicas = replicasOf(run.cluster)
      const bands = roleBands(run, view)
      return bands.map((band, i) => laneBand(band, bands[i - 1], replicaName(replicas[band.lane]!), term))
    },
    empty: 'no node has a role yet'
  })
}

function laneBand(band: RoleBand, before: RoleBand | undefined, replica: string, term: string | null): LaneBand {
  const { lane, from_us, to_us, step, role, outdated } = band
  const numbered = step.term > 0 ? `, ${term} ${step.term}` : ''
  return {
    lane,
    from_us,
    to_us,
    mark: (theme) => markOf(band, theme),
    style: outdated ? 'dashed' : STYLES[step.state],
    height: outdated ? HEIGHT.outdated : role?.duty ? HEIGHT.with_duty : HEIGHT.without,
    texts: textsOf(band, term?.[0] ?? ''),
    raised: before?.lane === lane && before.step.term < step.term,
    told: `${glyphOf(band)} ${replica} ${wordOf(step)}${numbered}${outdated ? OUTDATED : ''}`
  }
}

function wordOf({ state, role }: RoleStep): string {
  return state === 'running' ? role! : state
}

function glyphOf({ step, role }: RoleBand): string {
  return step.state === 'running' ? ICON_GLYPHS[(role?.look ?? NEUTRAL_LOOK).icon] : STATE_GLYPHS[step.state]
}

function markOf({ step, role }: RoleBand, theme: ChartTheme): Mark {
  return step.state === 'running' ? theme.tones[(role?.look ?? NEUTRAL_LOOK).tone] : theme.states[step.state]
}

/** Longest first. */
function textsOf(band: RoleBand, letter: string): string[] {
  const { step, role, outdated } = band
  const glyph = glyphOf(band)
  const word = `${glyph} ${wordOf(step)}`
  // Where nobody is elected there are no terms.
  if (step.state !== 'running' || step.term === 0) return [word, glyph]
  if (outdated) return [`${glyph} ${letter}${step.term}${OUTDATED}`, `${glyph} ${letter}${step.term}`, glyph]
  const texts = [`${word} ${letter}${step.term}`, `${glyph} ${letter}${step.term}`]
  return role?.duty ? [...texts, glyph] : texts
}
