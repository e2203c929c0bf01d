/** Text of a simulated sharded store of three nodes on a ring, with values so long and moves so slow that they can be seen. `timeline`: one YAML item a line. */
export function shardsScenario(name: string, title: string, keys: number, timeline: readonly string[] = []): string {
  const faults = timeline.length === 0 ? '' : `timeline:\n${timeline.map((item) => `  - ${item}\n`).join('')}`
  return `
name: ${name}
title: ${title}
seed: 3
engine: simulation
cluster:
  protocol: sharded-kv
  nodes: 3
  parameters: { placement: ring, shards: 16, virtual_nodes: 100, report_ms: 50, move_rate_kib: 16, chunk_bytes: 1024 }
workload:
  loop: open
  clients: 2
  rate_per_s: 200
  mix: { put: 1, get: 1 }
  keys: { distribution: uniform, count: ${keys} }
  value_bytes: 500
${faults}`
}
