/** The live invariants that the description names. */
import { compareVectors, vectorText } from '../../../../src-shared/causality/vectors'
import type { LiveInvariant } from '../../contract'
import { ComparedPairs, nameOf } from './pairs'
import type { PairRule } from './pairs'

export function createInvariants(): LiveInvariant[] {
  return [new ComparedPairs('lamport-order', lamportRule), new ComparedPairs('vector-order', vectorRule)]
}

const lamportRule: PairRule = (earlier, later, happened_before) => {
  const [a, b] = [earlier.event.data.lamport, later.event.data.lamport]
  if (!happened_before || a < b) return null
  return `${nameOf(earlier)} happened before ${nameOf(later)}, but its Lamport stamp ${a} is not below ${b}`
}

const vectorRule: PairRule = (earlier, later, happened_before) => {
  const [a, b] = [earlier.event.data.vector, later.event.data.vector]
  const told = compareVectors(a, b)
  if (told === (happened_before ? 'before' : 'concurrent')) return null
  const truth = happened_before ? 'happened before' : 'is concurrent with'
  return `${nameOf(earlier)} ${truth} ${nameOf(later)}, but ${vectorText(a)} ${TOLD[told]} ${vectorText(b)}`
}

const TOLD = { before: 'is below', after: 'is above', concurrent: 'is neither below nor above', same: 'is equal to' } as const
