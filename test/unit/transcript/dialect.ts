/** What a protocol's transcripts add to the commands that all have. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { ProtocolMessage } from '../../../src-node/protocols/contract'
import type { Protocol } from '../../../src-node/protocols/contract'
import type { TestCluster } from './cluster'

export interface Dialect<State = unknown> {
  readonly protocol: Protocol<State>
  /** Messages that come all the time and tell nothing new: left out unless `messages all` asks for them. */
  readonly isRoutine: (message: ProtocolMessage) => boolean
  /** Events that tell nothing new of this protocol; absent: none. */
  readonly leavesOut?: (event: ProtocolEvent) => boolean
  /** By name. They answer the lines to tell. */
  readonly commands: Readonly<Record<string, (cluster: TestCluster<State>, words: readonly string[]) => readonly string[] | void>>
}
