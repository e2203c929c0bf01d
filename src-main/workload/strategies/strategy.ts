import type { NodeId } from '../../../src-shared/ids'
import type { KeyOrHash } from '../../../src-shared/wire/client-map'
import type { ClientReplyBody } from '../../../src-shared/wire/client-messages'
import type { Routing } from './routing'

export type Answer = Extract<ClientReplyBody['reply'], { readonly status: 'ok' }>
export type Redirect = Extract<ClientReplyBody['reply'], { readonly status: 'redirect' }>

/** What a redirect leads to. */
export interface RedirectDecision {
  /** Why the node that was asked did not answer, in a few words. */
  readonly error: string
  /** Whom to ask at once; null: the operation is tried again later. */
  readonly ask: NodeId | null
}

/** Whom a client asks for an operation, and what counts as its answer. It remembers nothing itself: what a client knows is its {@link Routing}. */
export interface Strategy {
  /** The nodes to ask now, all at once; none: nobody suitable can be reached. `keys`: those of the operation, or where they stand. */
  choose(routing: Routing, keys: readonly KeyOrHash[], isReachable: (node: NodeId) => boolean): readonly NodeId[]
  /** `from` sends the client to another node; null: it knows of none. */
  onRedirect(routing: Routing, keys: readonly KeyOrHash[], from: NodeId, to: NodeId | null): RedirectDecision
  /** The node whose answer counts, by what each has answered so far; null: more answers are needed. Absent: the first counts. */
  conclude?(answers: ReadonlyMap<NodeId, Answer>, routing: Routing): NodeId | null
  /** The operation ended with the answer of `node`. */
  onConcluded(routing: Routing, keys: readonly KeyOrHash[], node: NodeId): void
}

/** The node alone, or nobody. */
export function listOf(node: NodeId | null): readonly NodeId[] {
  return node === null ? [] : [node]
}
