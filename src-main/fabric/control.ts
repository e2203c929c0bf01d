/** What the lab and the fabric process say to each other over the control channel. */
import type { ClientId, LinkId, NodeId } from '../../src-shared/ids'
import type { LinkMode, LinkSettings, LinkSettingsChange } from '../../src-shared/network/netem'
import type { EventsMessage } from '../../src-node/runtime/control-channel'

/** A change of one link: only what is named changes. */
export interface LinkOrder {
  readonly link: LinkId
  readonly mode?: LinkMode
  readonly settings?: LinkSettingsChange
}

export type ToFabric =
  /** First and once. `links` names those that do not start open and clear; `epoch_ns` as for `createRunClock`. */
  | {
      readonly kind: 'configure'
      readonly epoch_ns: bigint
      readonly seed: number
      readonly nodes: readonly NodeId[]
      readonly clients: readonly ClientId[]
      readonly links: Readonly<Record<LinkId, { readonly mode?: LinkMode; readonly settings?: LinkSettings }>>
    }
  /** A node takes part from now on: links and proxies between it and everybody else. Answered by `joined` or `failed`. */
  | {
      readonly kind: 'join'
      readonly request: number
      readonly node: NodeId
      readonly links: Readonly<Record<LinkId, { readonly settings: LinkSettings }>>
    }
  /** Where a node listens now; null: it is down. */
  | { readonly kind: 'target'; readonly node: NodeId; readonly port: number | null }
  /** All changes take effect in one tick, or none does. Answered by `applied` or `failed` under the same number. */
  | { readonly kind: 'apply'; readonly request: number; readonly changes: readonly LinkOrder[] }

export type FromFabric =
  /** Every proxy listens; whoever wants to reach `to` as `from` connects to the port of `from>to` on 127.0.0.1. */
  | { readonly kind: 'ready'; readonly ports: Readonly<Record<LinkId, number>> }
  /** The proxies to and from the node listen; where, link by link. */
  | { readonly kind: 'joined'; readonly request: number; readonly ports: Readonly<Record<LinkId, number>> }
  /** `t`: when it took effect, in microseconds of the run. New connections are accepted (or refused) accordingly from now on. */
  | { readonly kind: 'applied'; readonly request: number; readonly t: number }
  | { readonly kind: 'failed'; readonly request: number | null; readonly error: string }
  | EventsMessage
