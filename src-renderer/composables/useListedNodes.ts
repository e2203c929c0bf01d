import { computed } from 'vue'
import { CARDS_MAX } from '../../src-shared/layout/compact-ring'
import { useDisplayedRun } from '../stores/displayedRun'
import { useSelection } from '../stores/selection'

/** Nodes for a view that gives each a lane: all of them while there is room, otherwise those that are selected, or the first. */
export function useListedNodes() {
  const shown = useDisplayedRun()
  const selection = useSelection()
  return computed(() => {
    if (shown.nodes.length <= CARDS_MAX) return shown.nodes
    return (selection.nodes.length > 0 ? selection.nodes : shown.nodes).slice(0, CARDS_MAX)
  })
}
