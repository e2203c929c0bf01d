/** What is signed, and who may have signed it. */
import { liarsBorne, quorumSize } from '../../../src-shared/description/quorum'
import type { NodeId } from '../../../src-shared/ids'
import type { Keys } from '../../../src-shared/keys'
import { requestText } from '../../../src-shared/keys'
import { primaryOf } from '../../../src-shared/protocols/pbft/views'
import type { SnapshotRow } from '../replicated-log/state-machine'
import type { Certificate, NewView, PrePrepare, SignedRequest, StableProof, ViewChange, Voucher } from './messages'

/** Who takes part, and how signatures are verified. */
export interface Judge {
  readonly nodes: readonly NodeId[]
  readonly keys: Keys
  /** Whether clients' signatures count. */
  readonly checks_requests: boolean
}

/** So many nodes that any two such sets share an honest one: 2f + 1 of 3f + 1. */
export function quorumOf(nodes: readonly NodeId[]): number {
  return quorumSize('byzantine', nodes.length, {})!
}

/** So many that an honest one is among them: f + 1. */
export function oneHonestOf(nodes: readonly NodeId[]): number {
  return liarsBorne(nodes.length) + 1
}

interface Place {
  readonly view: number
  readonly n: number
  readonly digest: string
}

export function phaseText(phase: 'pre-prepare' | 'prepare' | 'commit', { view, n, digest }: Place): string {
  return `${phase} ${view} ${n} ${digest}`
}

export function checkpointText({ n, digest }: { readonly n: number; readonly digest: string }): string {
  return `checkpoint ${n} ${digest}`
}

export function viewChangeText({ view, stable, prepared }: Pick<ViewChange, 'view' | 'stable' | 'prepared'>): string {
  const certificates = prepared.map(({ pre_prepare: { view, n, digest } }) => `${view} ${n} ${digest}`)
  return `view-change ${view} ${stable.n} ${stable.digest} ${certificates.join(' ')}`
}

export function newViewText({ view, changes, proposals }: Pick<NewView, 'view' | 'changes' | 'proposals'>): string {
  const asked = changes.map(({ node, signature }) => `${node} ${signature}`)
  return `new-view ${view} ${asked.join(' ')} ${proposals.map(({ n, digest }) => `${n} ${digest}`).join(' ')}`
}

export function batchDigest(keys: Keys, requests: readonly SignedRequest[]): string {
  return keys.digest(requests.map(({ session, sequence, operation }) => requestText(session, sequence, operation)).join('\n'))
}

export function stateDigest(keys: Keys, rows: readonly SnapshotRow[]): string {
  return keys.digest(JSON.stringify(rows))
}

/** A proposal of whoever has these keys. */
export function signProposal(keys: Keys, view: number, n: number, requests: readonly SignedRequest[]): PrePrepare {
  const place = { view, n, digest: batchDigest(keys, requests) }
  return { type: 'pre-prepare', ...place, requests, signature: keys.sign(phaseText('pre-prepare', place)) }
}

/** Why no honest primary can have proposed this; null: one can. */
export function proposalFault({ nodes, keys, checks_requests }: Judge, proposal: PrePrepare): string | null {
  if (!keys.verify(primaryOf(proposal.view, nodes), phaseText('pre-prepare', proposal), proposal.signature))
    return 'its primary has not signed it'
  if (batchDigest(keys, proposal.requests) !== proposal.digest) return 'the digest is of another batch'
  const is_forged = checks_requests && proposal.requests.some((request) => !isClients(keys, request))
  return is_forged ? 'it holds a request that no client has signed' : null
}

export function isClients(keys: Keys, { session, sequence, operation, signature }: SignedRequest): boolean {
  return keys.verify(session, requestText(session, sequence, operation), signature)
}

/** Whether so many different nodes have signed the text. */
export function isVouchedBy({ nodes, keys }: Judge, vouchers: readonly Voucher[], text: string, least: number): boolean {
  const signers = new Set(vouchers.filter(({ node, signature }) => keys.verify(node, text, signature)).map(({ node }) => node))
  return [...signers].filter((node) => nodes.includes(node)).length >= least
}

/** The primary's proposal stands for its own vote. */
function isPrepared(judge: Judge, { pre_prepare, prepares }: Certificate): boolean {
  const backups = prepares.filter(({ node }) => node !== primaryOf(pre_prepare.view, judge.nodes))
  if (proposalFault(judge, pre_prepare) !== null) return false
  return isVouchedBy(judge, backups, phaseText('prepare', pre_prepare), quorumOf(judge.nodes) - 1)
}

export function isStable(judge: Judge, { n, digest, vouchers }: StableProof): boolean {
  return n === 0 || isVouchedBy(judge, vouchers, checkpointText({ n, digest }), quorumOf(judge.nodes))
}

/** Why no honest node can have sent this; null: one can. */
export function viewChangeFault(judge: Judge, change: ViewChange, window: number): string | null {
  const { view, node, stable, prepared, signature } = change
  if (!judge.keys.verify(node, viewChangeText(change), signature)) return 'it is not signed by the node that it names'
  if (!isStable(judge, stable)) return 'nobody vouches for its checkpoint'
  const isPossible = ({ pre_prepare: { n, view: of } }: Certificate) => of < view && n > stable.n && n <= stable.n + window
  return prepared.every((one) => isPossible(one) && isPrepared(judge, one)) ? null : 'what it calls prepared is not'
}

/** Why no honest primary can have sent this; null: one can. */
export function newViewFault(judge: Judge, message: NewView, window: number): string | null {
  const { nodes, keys } = judge
  const { view, changes, proposals, signature } = message
  if (!keys.verify(primaryOf(view, nodes), newViewText(message), signature)) return 'the view’s primary has not signed it'
  if (new Set(changes.map(({ node }) => node)).size < quorumOf(nodes)) return 'no quorum has asked for it'
  if (changes.some((change) => change.view !== view || viewChangeFault(judge, change, window) !== null))
    return 'it rests on a view change that is none'
  const due = proposalsDue(changes)
  const is_due =
    due.length === proposals.length &&
    due.every(({ n, requests }, i) => proposals[i]!.n === n && proposals[i]!.digest === batchDigest(keys, requests))
  if (!is_due || proposals.some((one) => one.view !== view || proposalFault(judge, one) !== null))
    return 'its proposals do not follow from the view changes'
  return null
}

/** The newest checkpoint that somebody shows to be stable. */
export function newestStable(changes: readonly ViewChange[]): StableProof {
  return changes.map(({ stable }) => stable).reduce((newest, one) => (one.n > newest.n ? one : newest))
}

/** What a new primary has to propose: under each number what was prepared in the highest view, a no-op where nothing was (§4.4). */
export function proposalsDue(changes: readonly ViewChange[]): Pick<PrePrepare, 'n' | 'requests'>[] {
  const { n: from } = newestStable(changes)
  const highest = new Map<number, PrePrepare>()
  for (const { pre_prepare } of changes.flatMap(({ prepared }) => prepared)) {
    const known = highest.get(pre_prepare.n)
    if (pre_prepare.n > from && (known === undefined || pre_prepare.view > known.view)) highest.set(pre_prepare.n, pre_prepare)
  }
  const to = Math.max(from, ...highest.keys())
  return Array.from({ length: to - from }, (_, i) => ({ n: from + 1 + i, requests: highest.get(from + 1 + i)?.requests ?? [] }))
}
