import type { LabEvent } from '../../../src-shared/events'
import type { ClusterFold } from '../../../src-shared/folds/cluster'
import { dutyOf } from '../../../src-shared/folds/cluster'
import { replicaName } from '../../../src-shared/replica'
import { inTerm } from '../text/protocolFeatures'

export type BookmarkKind = 'fault' | 'leader' | 'process' | 'violation'

/** A moment of a run that one wants to come back to. */
export interface Bookmark {
  readonly seq: number
  readonly t_us: number
  readonly kind: BookmarkKind
  readonly title: string
}

/** More than fit a scrubber; runs of hours under random faults have so many. */
const BOOKMARKS_MAX = 5000

/** Collects a run's moments in the order of the stream: faults, new leaders, processes that end or come back, broken invariants. */
export class Bookmarks {
  private readonly list: Bookmark[] = []
  /** Newest leader of each group and term, by both. */
  private readonly leaders = new Map<string, string>()

  /** `cluster` has seen an event before the bookmarks do; `term_word` as the narrator's. */
  constructor(
    private readonly cluster: ClusterFold,
    private readonly term_word: string | null
  ) {}

  get all(): readonly Bookmark[] {
    return this.list
  }

  observe(event: LabEvent): void {
    const found = this.list.length < BOOKMARKS_MAX ? this.bookmarkOf(event) : null
    if (found) this.list.push({ seq: event.seq, t_us: event.t, ...found })
  }

  /** The last one before `seq`. */
  before(seq: number): Bookmark | null {
    for (let index = this.list.length - 1; index >= 0; index--) {
      if (this.list[index]!.seq < seq) return this.list[index]!
    }
    return null
  }

  /** The first one after `seq`. */
  after(seq: number): Bookmark | null {
    return this.list.find((bookmark) => bookmark.seq > seq) ?? null
  }

  private bookmarkOf(event: LabEvent): Pick<Bookmark, 'kind' | 'title'> | null {
    switch (event.kind) {
      case 'fault-started':
        return { kind: 'fault', title: event.label }
      case 'role': {
        const { node, group = '', term = 0 } = event
        const key = `${group} ${term}`
        if (dutyOf(this.cluster, event) !== 'leads' || this.leaders.get(key) === node) return null
        this.leaders.set(key, node)
        return { kind: 'leader', title: `${replicaName(event)} became ${event.role}${inTerm(this.term_word, term)}` }
      }
      case 'node-exited':
        return {
          kind: 'process',
          title: event.reason === 'failed' ? `${event.node} ended by itself` : `${event.node} ${event.reason}`
        }
      case 'node-ready':
        return event.boot > 1 ? { kind: 'process', title: `${event.node} is back` } : null
      case 'violation':
        return { kind: 'violation', title: event.text }
      default:
        return null
    }
  }
}
