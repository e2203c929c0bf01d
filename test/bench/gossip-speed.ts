/** How many rounds of 1,000 sites are simulated in a second of processor time: other work on the machine then counts for less. */
import { FIRST_ROUND, Sites } from './gossip-sites'
import { benchRow } from './row'
import type { BenchRow } from './row'

const SITES = 1_000
const ROUNDS = 100
/** A new update every so many rounds, so that there is always something to tell. */
const UPDATE_EVERY = 5
const KEYS = 20

const WAYS = {
  'rumours, pushed, k = 3': { method: 'rumours', direction: 'push' },
  'anti-entropy, checksums': { method: 'anti-entropy', digest: 'checksum' },
  'anti-entropy, recent updates and checksums': { method: 'anti-entropy', digest: 'recent' },
  'anti-entropy, recent updates and checksums, 100 items': { method: 'anti-entropy', digest: 'recent', initial_items: 100 },
  'anti-entropy, stamps, 100 items': { method: 'anti-entropy', digest: 'stamps', initial_items: 100 },
  'anti-entropy, whole databases, 100 items': { method: 'anti-entropy', digest: 'whole', initial_items: 100 }
} as const

export async function benchGossipSpeed(rounds = 3): Promise<BenchRow[]> {
  return Object.entries(WAYS).map(([name, parameters]) => {
    const paces = Array.from({ length: rounds }, (_, seed) => pace(parameters, seed))
    return benchRow(`1,000 sites, ${name}`, 'rounds/s of processor time', paces, { goal: '≥ 50' })
  })
}

function pace(parameters: (typeof WAYS)[keyof typeof WAYS], seed: number): number {
  const sites = new Sites(SITES, seed, parameters, () => {})
  const begun = process.cpuUsage()
  for (let round = 0; round < ROUNDS; round++) {
    if (round % UPDATE_EVERY === 0) sites.put(round, `k${(round / UPDATE_EVERY) % KEYS}`)
    sites.runTo(FIRST_ROUND + round + 1)
  }
  const { user, system } = process.cpuUsage(begun)
  return ROUNDS / ((user + system) / 1e6)
}
