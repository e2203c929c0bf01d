import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { followingFold } from '../leadership/following'
import { appointedLeaders, leadersPart } from '../leadership/headline'
import { farthestBehind, lagFold } from '../replicated-log/lag'
import { description } from './description'

const look = description.roles.find((role) => 'duty' in role && role.duty === 'leads')?.look

/** Who leads, and who is farthest behind: "n1 and n3 lead · n5 lacks 120 updates". */
export function headline(run: RunFold): Headline | null {
  const leaders = appointedLeaders(run, followingFold.of(run))
  if (leaders.length === 0) return { parts: [{ text: 'No leader is up', name: 'leader' }] }
  const behind = farthestText(run)
  const parts = [leadersPart(leaders)]
  if (behind !== null) parts.push({ text: ` · ${behind}`, muted: true })
  return { look, parts }
}

function farthestText(run: RunFold): string | null {
  const lag = lagFold.of(run)
  const farthest = lag === null ? null : farthestBehind(lag)
  if (farthest === null) return null
  const { follower, entries } = farthest
  return `${follower} lacks ${entries.toLocaleString('en')} ${entries === 1 ? 'update' : 'updates'}`
}
