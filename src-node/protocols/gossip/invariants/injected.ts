/** Whether all that is learned was given to some site, as it is learned. */
import type { LabEvent } from '../../../../src-shared/events'
import { SiteRecovered, UpdateInjected, UpdateLearned } from '../../../../src-shared/protocols/gossip/facts'
import { initialItems, itemText, updateId } from '../../../../src-shared/protocols/gossip/items'
import type { Item } from '../../../../src-shared/protocols/gossip/items'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Updates that are remembered. */
const UPDATES_MAX = 200_000

export class OnlyInjected implements LiveInvariant {
  readonly name = 'only-injected'
  readonly reads = [UpdateInjected.name, UpdateLearned.name, SiteRecovered.name]
  private readonly values = new Map<string, string | null>()

  constructor(initial: number) {
    for (const item of initialItems(initial)) this.add(item)
  }

  observe(event: LabEvent): Violation | null {
    if (UpdateInjected.is(event)) this.add(event.data)
    // It may have crashed once the update was on disk and before it told of it.
    else if (SiteRecovered.is(event)) for (const item of event.data.own) this.add(item)
    else if (UpdateLearned.is(event)) return this.onLearned(event)
    return null
  }

  private add(item: Item): void {
    setBounded(this.values, updateId(item), item.value, UPDATES_MAX)
  }

  private onLearned({ node, seq, data }: UpdateLearned): Violation | null {
    const value = this.values.get(updateId(data))
    if (value === data.value) return null
    const text = `${node} learns ${itemText(data)} of ${data.at_us} µs from ${data.from}, ${value === undefined ? 'which nobody wrote' : 'which was written with another value'}`
    return { text, events: [seq] }
  }
}
