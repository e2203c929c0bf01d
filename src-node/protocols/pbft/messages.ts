/** What nodes say to each other. `n` is the sequence number of a batch; every signature is of one of the texts in signatures.ts. */
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { SnapshotRow } from '../replicated-log/state-machine'

/** What a client asks, signed by it. */
export type SignedRequest = {
  readonly session: string
  readonly sequence: number
  readonly operation: Operation
  readonly signature: string
}

/** Who vouches for something. */
export type Voucher = { readonly node: NodeId; readonly signature: string }

/** The view's primary gives the number to the batch; no requests: a no-op. */
export type PrePrepare = {
  readonly type: 'pre-prepare'
  readonly view: number
  readonly n: number
  readonly digest: string
  readonly requests: readonly SignedRequest[]
  readonly signature: string
}

type PhaseVote = { readonly view: number; readonly n: number; readonly digest: string; readonly signature: string }

/** A backup has that proposal, and will take no other under this number in this view. */
export type Prepare = PhaseVote & { readonly type: 'prepare' }

/** The sender has it prepared. */
export type Commit = PhaseVote & { readonly type: 'commit' }

/** The digest of the sender's state after number `n`. */
export type Checkpoint = {
  readonly type: 'checkpoint'
  readonly n: number
  readonly digest: string
  readonly signature: string
}

/** A proposal, and the backups that have prepared it in its view. */
export type Certificate = { readonly pre_prepare: PrePrepare; readonly prepares: readonly Voucher[] }

/** A checkpoint, and who vouches for it. Number 0 needs nobody. */
export type StableProof = { readonly n: number; readonly digest: string; readonly vouchers: readonly Voucher[] }

/** The sender takes no part in views before `view`. */
export type ViewChange = {
  readonly type: 'view-change'
  readonly view: number
  readonly node: NodeId
  readonly stable: StableProof
  /** Prepared above the stable checkpoint, each in its newest view. */
  readonly prepared: readonly Certificate[]
  readonly signature: string
}

/** The new primary shows who has asked for the view, and proposes again what may have been committed. */
export type NewView = {
  readonly type: 'new-view'
  readonly view: number
  readonly changes: readonly ViewChange[]
  readonly proposals: readonly PrePrepare[]
  readonly signature: string
}

/** To a primary that seems not to have heard of them. */
export type Relay = { readonly type: 'relay'; readonly requests: readonly SignedRequest[] }

/** How far the sender is, so that others can send what it lacks. */
export type Status = { readonly type: 'status'; readonly view: number; readonly settled: boolean; readonly executed: number }

/** A batch, and a quorum that has it prepared: enough for whoever lags. */
export type Decided = { readonly type: 'decided'; readonly pre_prepare: PrePrepare; readonly commits: readonly Voucher[] }

/** A stable checkpoint, for whoever lags further. */
export type StateTransfer = { readonly type: 'state'; readonly stable: StableProof; readonly rows: readonly SnapshotRow[] }

export type PbftMessage =
  PrePrepare | Prepare | Commit | Checkpoint | ViewChange | NewView | Relay | Status | Decided | StateTransfer

/** One line that names a message and its main fields. */
export function describeMessage(message: PbftMessage): string {
  switch (message.type) {
    case 'pre-prepare':
      return `pre-prepare ${placeText(message)}: ${batchText(message.requests)}`
    case 'prepare':
    case 'commit':
      return `${message.type} ${placeText(message)}`
    case 'checkpoint':
      return `checkpoint after ${message.n}`
    case 'view-change':
      return `view-change to ${message.view}: stable ${message.stable.n}, prepared ${numbersText(message.prepared.map(({ pre_prepare }) => pre_prepare.n))}`
    case 'new-view':
      return `new-view ${message.view} by ${message.changes.map(({ node }) => node).join(', ')}: ${numbersText(message.proposals.map(({ n }) => n))} again`
    case 'relay':
      return `relay ${batchText(message.requests)}`
    case 'status':
      return `status view ${message.view}${message.settled ? '' : ', changing'}, carried out ${message.executed}`
    case 'decided':
      return `decided ${message.pre_prepare.n}: ${batchText(message.pre_prepare.requests)}`
    case 'state':
      return `state after ${message.stable.n}`
  }
}

function placeText({ view, n }: { readonly view: number; readonly n: number }): string {
  return `${n} in view ${view}`
}

function batchText(requests: readonly SignedRequest[]): string {
  return requests.length === 0 ? 'nothing' : requests.map(({ session, sequence }) => `${session}:${sequence}`).join(', ')
}

function numbersText(numbers: readonly number[]): string {
  return numbers.join(', ') || 'nothing'
}
