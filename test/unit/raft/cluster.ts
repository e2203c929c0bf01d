/** A test cluster of Raft nodes. */
import { raft } from '../../../src-node/protocols/raft'
import type { RaftMessage } from '../../../src-node/protocols/raft/messages'
import type { SavedSnapshot } from '../../../src-node/protocols/raft/saved-snapshot'
import type { RaftRecord, RaftState } from '../../../src-node/protocols/raft/state'
import type { ClusterOptions, Envelope as AnyEnvelope, Observer } from '../transcript/cluster'
import { TestCluster as AnyCluster } from '../transcript/cluster'

export type Envelope = AnyEnvelope<RaftMessage>

export class TestCluster extends AnyCluster<RaftState, RaftMessage, RaftRecord, SavedSnapshot> {
  constructor(options: ClusterOptions, observer: Observer<RaftMessage>) {
    super(raft, options, observer)
  }
}
