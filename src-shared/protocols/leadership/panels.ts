import type { NodePanel, RunPanel } from '../../panels/panel'
import { hasLeaders, leadershipFold } from './leadership'

export const followsPanel: NodePanel = {
  kind: 'lines',
  lines({ cluster }, id) {
    const leader = cluster.nodes.get(id)?.leader ?? null
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
