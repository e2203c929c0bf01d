import type { Strategy } from './strategy'

/** Asks all nodes at once; an answer counts once so many nodes have given it alike. */
export function allMatching(equal_answers: number): Required<Strategy> {
  return {
    choose: (routing, _keys, isReachable) => routing.nodes.filter(isReachable),
    onRedirect: (_routing, _keys, from) => ({ error: `${from} cannot answer yet`, ask: null }),
    conclude(answers) {
      const counts = new Map<string, number>()
      for (const [node, { result }] of answers) {
        const name = JSON.stringify(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))
        const count = (counts.get(name) ?? 0) + 1
        if (count >= equal_answers) return node
        counts.set(name, count)
      }
      return null
    },
    onConcluded: () => {}
  }
}
