/** Whether each site goes from older values to newer ones alone, and never back to what was deleted. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { SiteRecovered, UpdateInjected, UpdateLearned } from '../../../../src-shared/protocols/gossip/facts'
import { isNewer, itemText } from '../../../../src-shared/protocols/gossip/items'
import type { Stamp } from '../../../../src-shared/protocols/gossip/items'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Keys that are remembered of a site. */
const KEYS_MAX = 10_000

type Known = Stamp & {
  readonly is_deleted: boolean
  readonly seq: number
}

/** The newest update of each key that each site has told of, as long as it has the disk that it had then. */
abstract class KnownUpdates implements LiveInvariant {
  abstract readonly name: string
  readonly reads = [UpdateInjected.name, UpdateLearned.name, SiteRecovered.name]
  private readonly sites = new Map<NodeId, { generation: number; known: Map<string, Known> }>()

  observe(event: LabEvent): Violation | null {
    if (SiteRecovered.is(event)) {
      this.onRecovered(event)
      return null
    }
    return UpdateInjected.is(event) || UpdateLearned.is(event) ? this.onUpdate(event) : null
  }

  /** null: it is as it must be. */
  protected abstract judge(event: UpdateInjected | UpdateLearned, known: Known): string | null

  private onRecovered({ node, data: { generation } }: SiteRecovered): void {
    if (this.sites.get(node)?.generation !== generation) this.sites.set(node, { generation, known: new Map() })
  }

  private onUpdate(event: UpdateInjected | UpdateLearned): Violation | null {
    const { node, seq, data } = event
    const { key, at_us, site, value } = data
    const { known } = this.sites.get(node) ?? {}
    if (known === undefined) return null
    const before = known.get(key)
    if (before === undefined || isNewer(data, before))
      setBounded(known, key, { at_us, site, seq, is_deleted: value === null }, KEYS_MAX)
    const text = before === undefined ? null : this.judge(event, before)
    return text === null ? null : { text, events: [before!.seq, seq] }
  }
}

export class StampsRise extends KnownUpdates {
  readonly name = 'stamps-rise'

  protected judge({ node, data }: UpdateInjected | UpdateLearned, known: Known): string | null {
    if (isNewer(data, known) || known.is_deleted) return null
    return `${node} takes over ${itemText(data)} of ${data.at_us} µs, although it has held that of ${known.at_us} µs`
  }
}

export class DeadStaysDead extends KnownUpdates {
  readonly name = 'dead-stays-dead'

  protected judge({ node, data }: UpdateInjected | UpdateLearned, known: Known): string | null {
    if (isNewer(data, known) || !known.is_deleted || data.value === null) return null
    return `${data.key} comes back at ${node} with the value of ${data.at_us} µs, although ${node} knows that it was deleted at ${known.at_us} µs`
  }
}
