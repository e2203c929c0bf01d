/** What carries a run out: real processes, or virtual time. */
export const ENGINES = ['processes', 'simulation'] as const
export type Engine = (typeof ENGINES)[number]

/** How many nodes a cluster may have. */
export const NODES_MAX: Readonly<Record<Engine, number>> = { processes: 15, simulation: 1000 }

/** Why an engine cannot run so many nodes, in one sentence; null when it can. */
export function tooManyNodes(engine: Engine, nodes: number): string | null {
  if (nodes <= NODES_MAX[engine]) return null
  const other = engine === 'processes' ? `; a simulation (engine: simulation) takes up to ${NODES_MAX.simulation}` : ''
  return `${nodes} nodes are too many: ${NODES_MAX[engine]} at most run as ${engine === 'processes' ? 'processes' : 'a simulation'}${other}`
}
