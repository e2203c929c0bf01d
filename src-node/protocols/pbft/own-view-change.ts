import type { Core } from './core'
import type { ViewChange } from './messages'
import { viewChangeText } from './signatures'

/** What this node says when it asks for the view: its stable checkpoint, and what it has prepared above. */
export function ownViewChange({ state, keys }: Core, view: number): ViewChange {
  const { id: node, slots, stable, switches } = state
  const prepared = [...(switches['prepared-forgotten'] ? [] : slots.values())]
    .sort((a, b) => a.n - b.n)
    .flatMap(({ prepared }) => prepared ?? [])
    .filter(({ pre_prepare }) => pre_prepare.view < view)
  const said = { view, node, stable, prepared }
  return { type: 'view-change', ...said, signature: keys.sign(viewChangeText(said)) }
}
