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
    return leadership && hasLeaders(leadership) ? [['elections', leadership.elections_total.toLocaleString('en')]] : []
  }
}
