import type { NodePanel, RunPanel } from '../../panels/panel'
import { followingFold, followingOf } from './following'
import { hasLeaders, leadershipFold } from './leadership'

export const LEADER_CRASH_HINT = 'Right-click the leader (or press C) to crash it, and watch who takes over.'

export const followsPanel: NodePanel = {
  kind: 'lines',
  lines(run, id) {
    const { leader } = followingOf(followingFold.of(run), id)
    return [['follows', leader === null ? 'nobody' : leader === id ? 'itself' : leader]]
  }
}

export const electionsPanel: RunPanel = {
  kind: 'lines',
  lines(run) {
    const leadership = leadershipFold.of(run)
    if (leadership === null || !hasLeaders(leadership)) return []
    const total = [...leadership.groups.values()].reduce((sum, { elections_total }) => sum + elections_total, 0)
    return [['elections', total.toLocaleString('en')]]
  }
}
