/** Whether all learn who is up, and who is down, once nothing changes any more: completeness and accuracy in the end. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { foldViews, isRight, VIEW_FACTS, viewOf, wordOf } from '../../../../src-shared/protocols/membership/views'
import type { Views } from '../../../../src-shared/protocols/membership/views'
import type { LiveInvariant, Violation } from '../../contract'
import { Truth, TRUTH_EVENTS } from './truth'

/** Views are compared so often. */
const CHECK_US = 500_000

interface Options {
  readonly name: string
  /** Whether it is about nodes that are up. */
  readonly up: boolean
  /** Of so many members. */
  readonly bound_us: (members: number) => number
}

export class AllKnow implements LiveInvariant {
  readonly name: string
  readonly reads = [...TRUTH_EVENTS, 'sample', ...VIEW_FACTS]
  private readonly truth = new Truth()
  private readonly views: Views = new Map()
  /** Since when a node has been wrong about a member, with nothing happening in between. */
  private readonly wrong_since = new Map<string, number>()
  private checked_us = 0

  constructor(private readonly options: Options) {
    this.name = options.name
  }

  observe(event: LabEvent): Violation | null {
    if (this.truth.observe(event)) this.wrong_since.clear()
    if (event.kind === 'sample') return event.t - this.checked_us >= CHECK_US ? this.check(event) : null
    const changed = foldViews(this.views, event)
    if (changed !== null) this.wrong_since.delete(changed.join(' '))
    return null
  }

  private check({ t, seq }: LabEvent): Violation | null {
    this.checked_us = t
    const { nodes, isQuiet } = this.truth
    if (!isQuiet) return null
    const bound_us = this.options.bound_us(nodes.size)
    for (const [node, is_up] of nodes)
      if (is_up)
        for (const [member, is_member_up] of nodes) {
          if (member === node || is_member_up !== this.options.up || isRight(viewOf(this.views, node, member), this.options.up))
            continue
          const name = `${node} ${member}`
          const since_us = this.wrong_since.get(name)
          if (since_us === undefined) this.wrong_since.set(name, t)
          else if (t - since_us >= bound_us) return this.violation(node, member, bound_us, seq)
        }
    return null
  }

  private violation(node: NodeId, member: NodeId, bound_us: number, seq: number): Violation {
    this.wrong_since.clear()
    const view = viewOf(this.views, node, member)
    const believed = view === null ? 'does not know' : `takes for ${wordOf(view)}`
    const truth = this.options.up ? 'is up' : 'is down'
    const text = `${node} ${believed} ${member}, which ${truth}, though nothing has happened for ${(bound_us / 1e6).toFixed(1)} s`
    return { text, events: view === null ? [seq] : [view.seq, seq] }
  }
}
