/** Which messages a node could have sent, honest or not: what lies is told by signatures, see signatures.ts. */
import { operationSchema } from '../../../src-shared/operations'
import { fieldsOf, isBoolean, isCount, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { isRow } from '../replicated-log/well-formed'
import type { PbftMessage } from './messages'

type IsNode = (name: string) => boolean

export function isWellFormed(message: PbftMessage, isNode: IsNode): boolean {
  switch (message.type) {
    case 'pre-prepare':
      return isProposal(message)
    case 'prepare':
    case 'commit':
      return isCount(message.view) && isNumber(message.n) && isText(message.digest) && isText(message.signature)
    case 'checkpoint':
      return isNumber(message.n) && isText(message.digest) && isText(message.signature)
    case 'view-change':
      return isViewChange(message, isNode)
    case 'new-view':
      return (
        isCount(message.view) &&
        isListOf(message.changes, (one) => isViewChange(one, isNode)) &&
        isListOf(message.proposals, isProposal) &&
        isText(message.signature)
      )
    case 'relay':
      return isListOf(message.requests, isRequest)
    case 'status':
      return isCount(message.view) && isBoolean(message.settled) && isCount(message.executed)
    case 'decided':
      return isProposal(message.pre_prepare) && areVouchers(message.commits, isNode)
    case 'state':
      return isProof(message.stable, isNode) && isListOf(message.rows, isRow)
    default:
      return isUndeclared(message)
  }
}

function isNumber(n: unknown): boolean {
  return isCount(n) && n > 0
}

function isProposal(value: unknown): boolean {
  const { view, n, digest, requests, signature } = fieldsOf(value)
  return isCount(view) && isNumber(n) && isText(digest) && isListOf(requests, isRequest) && isText(signature)
}

function isRequest(value: unknown): boolean {
  const { session, sequence, operation, signature } = fieldsOf(value)
  return isText(session) && isCount(sequence) && isText(signature) && isOperation(operation)
}

function isOperation(value: unknown): boolean {
  const { f } = fieldsOf(value)
  return isText(f) && OPERATIONS.includes(f) && operationSchema.safeParse(value).success
}
const OPERATIONS: readonly string[] = ['get', 'put', 'append', 'cas', 'delete']

function areVouchers(value: unknown, isNode: IsNode): boolean {
  return isListOf(value, (one) => {
    const { node, signature } = fieldsOf(one)
    return isText(node) && isNode(node) && isText(signature)
  })
}

function isProof(value: unknown, isNode: IsNode): boolean {
  const { n, digest, vouchers } = fieldsOf(value)
  return isCount(n) && isText(digest) && areVouchers(vouchers, isNode)
}

function isCertificate(value: unknown, isNode: IsNode): boolean {
  const { pre_prepare, prepares } = fieldsOf(value)
  return isProposal(pre_prepare) && areVouchers(prepares, isNode)
}

function isViewChange(value: unknown, isNode: IsNode): boolean {
  const { view, node, stable, prepared, signature } = fieldsOf(value)
  if (!isCount(view) || !isText(node) || !isNode(node) || !isText(signature)) return false
  return isProof(stable, isNode) && isListOf(prepared, (one) => isCertificate(one, isNode))
}
