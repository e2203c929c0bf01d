/** Runs the benchmarks whose names contain one of the given words (all without any) and prints one table for each. */
import { parseArgs } from 'node:util'
import { benchCheckers } from './checkers'
import { benchClockBytes } from './clock-bytes'
import { benchCrdt } from './crdt'
import { benchDetectors } from './detectors'
import { benchFolds } from './folds'
import { benchGossip } from './gossip'
import { benchGossipSpeed } from './gossip-speed'
import { benchIsolation } from './isolation'
import { benchLinkChange } from './link-change'
import { benchLinkDelay } from './link-delay'
import { benchLinkIdle } from './link-idle'
import { benchOpening } from './opening'
import { PAGE_BENCHMARKS } from './page'
import { benchPageMemory } from './page-memory'
import { benchPageOpening } from './page-opening'
import { benchPlacement } from './placement'
import { benchRaftGroups } from './raft-groups'
import { benchRaftStart } from './raft-start'
import { benchRaftThroughput } from './raft-throughput'
import { benchRoom } from './room'
import { benchSharded } from './sharded'
import { benchSimulation } from './simulation'
import { benchStaleness } from './staleness'
import { benchTab } from './tab'
import { machine, table } from './print'
import type { Benchmark } from './row'

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'link-idle': benchLinkIdle,
  'link-delay': benchLinkDelay,
  'link-change': benchLinkChange,
  'raft-throughput': benchRaftThroughput,
  'raft-groups': benchRaftGroups,
  'raft-start': benchRaftStart,
  sharded: benchSharded,
  folds: benchFolds,
  simulation: benchSimulation,
  opening: benchOpening,
  ...PAGE_BENCHMARKS,
  'page-opening': benchPageOpening,
  tab: benchTab,
  room: benchRoom,
  memory: benchPageMemory,
  checkers: benchCheckers,
  isolation: benchIsolation,
  crdt: benchCrdt,
  'clock-bytes': benchClockBytes,
  placement: benchPlacement,
  staleness: benchStaleness,
  'gossip-speed': benchGossipSpeed,
  gossip: benchGossip,
  detectors: benchDetectors
}
/** Only when they are asked for: each takes more than five minutes. */
const LONG: readonly string[] = ['memory', 'gossip', 'detectors']
const USAGE = `npm run bench -- [--rounds N] [WORD …]   of: ${Object.keys(BENCHMARKS).join(', ')}`

function readArguments(): { names: string[]; rounds?: number } {
  const { values, positionals } = parseArgs({ options: { rounds: { type: 'string' } }, allowPositionals: true })
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds: expected a whole number')
  const names = Object.keys(BENCHMARKS)
  const unknown = positionals.find((word) => !names.some((name) => name.includes(word)))
  if (unknown !== undefined) throw new Error(`no benchmark is called ${unknown}`)
  const isMeant = (name: string) =>
    positionals.length === 0 ? !LONG.includes(name) : positionals.some((word) => name.includes(word))
  return { names: names.filter(isMeant), rounds }
}

async function run(names: readonly string[], rounds?: number): Promise<void> {
  console.log(machine())
  for (const name of names) {
    const begun_ms = performance.now()
    const rows = await BENCHMARKS[name]!(rounds)
    console.log(`\n${name} (${Math.round((performance.now() - begun_ms) / 1000)} s)\n\n${table(rows)}`)
  }
  console.log(`\n${machine()}`)
}

try {
  const { names, rounds } = readArguments()
  run(names, rounds).catch((error: Error) => {
    console.error(error)
    process.exit(1)
  })
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`)
  process.exit(2)
}
