/** How far clocks were off at the end, where one was or a protocol keeps them. */
import { clockStandings } from '../../src-shared/clock/standing'
import type { ClockStanding } from '../../src-shared/clock/standing'
import type { RunFold } from '../../src-shared/folds/run'
import { escapeXml } from './draw'
import { table } from './html-parts'
import type { Section } from './html-parts'

/** Clocks of processes are read a moment after true time. */
const OFF_MS_MIN = 0.1

/** Null: all clocks were right, and no protocol keeps them. */
export function clocksSection({ cluster }: RunFold): Section | null {
  const standings = clockStandings(cluster)
  if (!standings.some(({ error_ms, believed }) => believed !== null || Math.abs(error_ms ?? 0) >= OFF_MS_MIN)) return null
  const columns = ['Node', 'Own clock off by#', 'Believed time off by#', 'which may be off by#']
  return { title: 'Clocks', body: table('As each node sampled them last.', columns, standings.map(row)) }
}

function row({ node, error_ms, believed }: ClockStanding): string[] {
  return [escapeXml(node), msText(error_ms), msText(believed?.error_ms ?? null), msText(believed?.bound_ms ?? null)]
}

function msText(ms: number | null): string {
  return ms === null ? '–' : `${ms.toLocaleString('en', { maximumFractionDigits: 3 })} ms`
}
