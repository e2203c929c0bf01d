/** The wait-for graph: a deadlock is a cycle in it. */
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'
import { compareAge } from './deadlocks'

/** By transaction: whom it waits for. */
export type WaitForGraph = ReadonlyMap<string, Iterable<string>>

/** A cycle, each waiting for the next and the last for the first; null: there is none. */
export function findCycle(graph: WaitForGraph): string[] | null {
  const done = new Set<string>()
  for (const start of graph.keys()) {
    const cycle = cycleFrom(graph, start, done)
    if (cycle !== null) return cycle
  }
  return null
}

/** Depth first, with a stack of one's own: chains of waits may be long. */
function cycleFrom(graph: WaitForGraph, start: string, done: Set<string>): string[] | null {
  const path: string[] = []
  const stack: { readonly name: string; readonly next: Iterator<string> }[] = []
  const enter = (name: string): void => {
    path.push(name)
    stack.push({ name, next: (graph.get(name) ?? [])[Symbol.iterator]() })
  }
  if (!done.has(start)) enter(start)
  while (stack.length > 0) {
    const { name, next } = stack.at(-1)!
    const { value, done: over } = next.next()
    if (over) {
      done.add(name)
      path.pop()
      stack.pop()
    } else if (path.includes(value)) return path.slice(path.indexOf(value))
    else if (!done.has(value)) enter(value)
  }
  return null
}

/** The youngest of a cycle: it has done the least. */
export function victimOf(cycle: readonly string[], ageOf: (transaction: string) => HybridTime): string {
  const aged = cycle.map((transaction) => ({ transaction, age: ageOf(transaction) }))
  return aged.reduce((youngest, one) => (compareAge(youngest, one) < 0 ? one : youngest)).transaction
}
