import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { followingFold } from '../leadership/following'
import { appointedLeaders, leadersPart } from '../leadership/headline'
import { lagFold } from '../replicated-log/lag'
import { description } from './description'

const look = description.roles.find((role) => 'duty' in role && role.duty === 'leads')?.look

/** Who leads, and who is farthest behind: "n1 and n3 lead · n5 lacks 120 updates". */
export function headline(run: RunFold): Headline | null {
  const leaders = appointedLeaders(run, followingFold.of(run))
  if (leaders.length === 0) return { parts: [{ text: 'No leader is up', name: 'leader' }] }
  const behind = farthestBehind(run)
  const parts = [leadersPart(leaders)]
  if (behind !== null) parts.push({ text: ` · ${behind}`, muted: true })
  return { look, parts }
}

function farthestBehind(run: RunFold): string | null {
  let [most, farthest] = [0, '']
  for (const [follower, reported] of lagFold.of(run)?.reported ?? []) {
    for (const { entries } of reported.values()) if (entries > most) [most, farthest] = [entries, follower]
  }
  return most === 0 ? null : `${farthest} lacks ${most.toLocaleString('en')} ${most === 1 ? 'update' : 'updates'}`
}
