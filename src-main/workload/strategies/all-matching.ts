import type { StrategyDescription } from '../../../src-shared/description/protocol-description'
import { liarsBorne, quorumSize } from '../../../src-shared/description/quorum'
import type { Strategy } from './strategy'

type EqualAnswers = Extract<StrategyDescription, { readonly name: 'all-matching' }>['equal_answers']

/** Asks all nodes at once; an answer counts once so many nodes have given it alike. */
export function allMatching(equal_answers: EqualAnswers): Required<Strategy> {
  return {
    choose: (routing, _keys, isReachable) => routing.nodes.filter(isReachable),
    onRedirect: (_routing, _keys, from) => ({ error: `${from} cannot answer yet`, ask: null }),
    conclude(answers, { nodes }) {
      const needed = numberOf(equal_answers, nodes.length)
      const counts = new Map<string, number>()
      for (const [node, { result }] of answers) {
        const name = JSON.stringify(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))
        const count = (counts.get(name) ?? 0) + 1
        if (count >= needed) return node
        counts.set(name, count)
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
