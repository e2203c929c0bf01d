import { expect, test } from 'vitest'
import { TestCluster } from './cluster'
import { seededRandom } from './random'

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5']
const DELAY_US = 5_000

/** Elections begun until somebody leads, or within 20 s, over links that all take 5 ms. */
function electionsUntilLed(seed: number, switches: readonly string[]): { elections: number; led: boolean } {
  let [elections, led] = [0, false]
  const cluster = new TestCluster(
    { nodes: NODES, switches, parameters: { pre_vote: false }, random: seededRandom(seed) },
    {
      event: (event) => {
        if (event.kind === 'note' && event.topic === 'election-started') elections++
        if (event.kind === 'role' && event.role === 'leader') led = true
      }
    }
  )
  const in_flight: { due_us: number; deliver: () => void }[] = []
  while (!led && cluster.now_us < 20_000_000) {
    for (const envelope of cluster.network.splice(0))
      in_flight.push({ due_us: cluster.now_us + DELAY_US, deliver: () => cluster.deliver(envelope) })
    const timer = cluster.nextTimer()
    if (in_flight.length > 0 && in_flight[0]!.due_us <= (timer?.due_us ?? Infinity)) {
      const { due_us, deliver } = in_flight.shift()!
      cluster.now_us = due_us
      deliver()
    } else if (timer !== null) {
      cluster.now_us = timer.due_us
      cluster.fire(timer.id, timer.timer)
    }
  }
  return { elections, led }
}

test.each([1, 2, 3])(
  'without fixed-election-timeout somebody is elected soon, with it votes split for ever (seed %i)',
  (seed) => {
    const { elections, led } = electionsUntilLed(seed, [])
    expect(led).toBe(true)
    expect(elections).toBeLessThan(30)
    expect(electionsUntilLed(seed, ['fixed-election-timeout']).led).toBe(false)
  }
)
