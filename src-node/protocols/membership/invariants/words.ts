/** Whether words about members are the newest, and their incarnations those members' own. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { IncarnationRaised, MembershipStarted, MemberView } from '../../../../src-shared/protocols/membership/facts'
import { overrides } from '../../../../src-shared/protocols/membership/member'
import type { LiveInvariant, Violation } from '../../contract'

export class ViewNeverGoesBack implements LiveInvariant {
  readonly name = 'view-never-goes-back'
  readonly reads = [MembershipStarted.name, MemberView.name]
  /** By node: what it was told last of each member since its start. */
  private readonly views = new Map<NodeId, Map<NodeId, MemberView>>()

  observe(event: LabEvent): Violation | null {
    if (MembershipStarted.is(event)) this.views.set(event.node, new Map())
    if (!MemberView.is(event)) return null
    const { node, seq, data } = event
    const known = this.views.get(node)?.get(data.member)
    this.views.get(node)?.set(data.member, event)
    if (known === undefined || overrides(data, known.data)) return null
    const before = `${known.data.status} under incarnation ${known.data.incarnation}`
    const text = `${node} takes ${data.member} for ${data.status} under incarnation ${data.incarnation}, though it knew it to be ${before}`
    return { text, events: [known.seq, seq] }
  }
}

/** Events of two processes may come in another order than they happened, by less than this. */
const LATE_US = 1_000_000

export class IncarnationIsItsOwn implements LiveInvariant {
  readonly name = 'incarnation-is-its-own'
  readonly reads = [MembershipStarted.name, IncarnationRaised.name, MemberView.name]
  /** By member: the highest that it has taken. */
  private readonly highest = new Map<NodeId, number>()
  /** By member: the first word that names a higher one. */
  private readonly doubted = new Map<NodeId, MemberView>()

  observe(event: LabEvent): Violation | null {
    if (MembershipStarted.is(event) || IncarnationRaised.is(event)) {
      const { node, data } = event
      this.highest.set(node, Math.max(data.incarnation, this.highest.get(node) ?? 0))
      if (this.isOwn(this.doubted.get(node))) this.doubted.delete(node)
    } else if (MemberView.is(event) && !this.isOwn(event) && !this.doubted.has(event.data.member))
      this.doubted.set(event.data.member, event)
    for (const [member, view] of this.doubted)
      if (event.t - view.t >= LATE_US) {
        this.doubted.delete(member)
        return this.violation(view)
      }
    return null
  }

  private isOwn(view: MemberView | undefined): boolean {
    return view !== undefined && view.data.incarnation <= (this.highest.get(view.data.member) ?? 0)
  }

  private violation({ node, seq, data: { member, incarnation } }: MemberView): Violation {
    const own = this.highest.get(member) ?? 0
    return {
      text: `${node} knows ${member} under incarnation ${incarnation}, which has taken none above ${own} itself`,
      events: [seq]
    }
  }
}

export class IncarnationGrows implements LiveInvariant {
  readonly name = 'incarnation-grows'
  readonly reads = ['node-started', MembershipStarted.name, IncarnationRaised.name]
  private readonly last = new Map<NodeId, { readonly incarnation: number; readonly seq: number }>()
  private readonly generations = new Map<NodeId, number>()

  /** `saved`: it is kept on disk; if not, a restart begins anew. */
  constructor(private readonly saved: boolean) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'node-started') {
      const { node, generation = 0 } = event
      // A disk that was lost or replaced has another incarnation, or none.
      if (!this.saved || generation !== (this.generations.get(node) ?? 0)) this.last.delete(node)
      this.generations.set(node, generation)
      return null
    }
    if (!MembershipStarted.is(event) && !IncarnationRaised.is(event)) return null
    const { node, seq, data } = event
    const known = this.last.get(node)
    this.last.set(node, { incarnation: data.incarnation, seq })
    const may_stay = MembershipStarted.is(event)
    if (known === undefined || data.incarnation > known.incarnation || (may_stay && data.incarnation === known.incarnation))
      return null
    return { text: `${node} takes incarnation ${data.incarnation} after ${known.incarnation}`, events: [known.seq, seq] }
  }
}
