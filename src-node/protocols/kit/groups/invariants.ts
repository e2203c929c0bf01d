/** The invariants of every group by itself. */
import type { LabEvent } from '../../../../src-shared/events'
import type { LiveInvariant, Loss, Violation } from '../../contract'
import { setBounded } from '../bounded'
import { groupOfKey } from './placement'
import type { GroupId } from './state'

/** Operations whose group is remembered. */
const OPEN_MAX = 10_000

/** One watcher for each invariant, which asks those of the groups that an event concerns. */
export function watchGroups(groups: readonly GroupId[], createInvariants: () => LiveInvariant[]): LiveInvariant[] {
  const watchers = new Map(groups.map((group) => [group, createInvariants()]))
  const router = new EventRouter(groups)
  return watchers.get(groups[0]!)!.map(({ name, reads }, at) => ({
    name,
    reads,
    observe(event) {
      let first: Violation | Loss | null = null
      for (const group of router.groupsOf(event)) {
        const found = watchers.get(group)![at]!.observe(event)
        if (found !== null) first ??= { ...found, text: `${group}: ${found.text}` }
      }
      return first
    }
  }))
}

/** Which groups an event concerns: its own, that of its operation's key, or all. */
class EventRouter {
  private readonly open = new Map<string, GroupId>()
  private newest: LabEvent | null = null
  private concerned: readonly GroupId[] = []

  constructor(private readonly groups: readonly GroupId[]) {}

  groupsOf(event: LabEvent): readonly GroupId[] {
    if (event !== this.newest) {
      this.newest = event
      this.concerned = this.find(event)
    }
    return this.concerned
  }

  private find(event: LabEvent): readonly GroupId[] {
    if ('group' in event && event.group !== undefined) return [event.group]
    switch (event.kind) {
      case 'invoke': {
        const group = groupOfKey(this.groups, event.operation.key)
        setBounded(this.open, `${event.client}:${event.op}`, group, OPEN_MAX)
        return [group]
      }
      case 'ok':
      case 'fail':
      case 'info': {
        const group = this.open.get(`${event.client}:${event.op}`)
        return group === undefined ? this.groups : [group]
      }
      default:
        return this.groups
    }
  }
}
