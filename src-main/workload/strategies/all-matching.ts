import type { StrategyDescription } from '../../../src-shared/description/protocol-description'
import { liarsBorne, quorumSize } from '../../../src-shared/description/quorum'
import type { Strategy } from './strategy'

type EqualAnswers = Extract<StrategyDescription, { readonly name: 'all-matching' }>['equal_answers']

/**
 * Asks all nodes at once; an answer counts once so many nodes have given it alike. Tentative ones of one view count once a quorum has, with
 * those that are committed: such a batch outlives every view change (Castro and Liskov, TOCS 2002, §5.1.2).
 */
export function allMatching(equal_answers: EqualAnswers): Required<Strategy> {
  return {
    choose: (routing, _keys, isReachable) => routing.nodes.filter(isReachable),
    onRedirect: (_routing, _keys, from) => ({ error: `${from} cannot answer yet`, ask: null }),
    conclude(answers, { nodes }) {
      const needed = numberOf(equal_answers, nodes.length)
      const quorum = Math.max(needed, numberOf('byzantine-quorum', nodes.length))
      const counts = new Map<string, { committed: number; readonly tentative: Map<number, number> }>()
      for (const [node, { result, tentative }] of answers) {
        const name = JSON.stringify(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))
        const count = counts.get(name) ?? { committed: 0, tentative: new Map<number, number>() }
        counts.set(name, count)
        if (tentative === undefined) count.committed++
        else count.tentative.set(tentative, (count.tentative.get(tentative) ?? 0) + 1)
        if (count.committed >= needed || count.committed + Math.max(0, ...count.tentative.values()) >= quorum) return node
      }
      return null
    },
    onConcluded: () => {}
  }
}

function numberOf(equal_answers: EqualAnswers, nodes: number): number {
  if (equal_answers === 'one-honest') return liarsBorne(nodes) + 1
  return equal_answers === 'byzantine-quorum' ? quorumSize('byzantine', nodes, {})! : equal_answers
}
