import { expect, it } from 'vitest'
import type { Boot, Input } from '../../../src-node/protocols/contract'
import { atomicCommit } from '../../../src-node/protocols/atomic-commit'
import type { AtomicCommitMessage } from '../../../src-node/protocols/atomic-commit/messages'
import { description } from '../../../src-shared/protocols/atomic-commit/description'
import { InDoubt } from '../../../src-shared/protocols/transactions/facts'

const RETRY_MS = 100
const context = { now_us: 0, random: () => 0.5 }

/** After how long a participant that hears nothing more tells that it is in doubt, and how often it does, within two seconds. */
function toldInDoubt(vote_timeout_ms: number): { readonly after_ms: number; readonly times: number } {
  const defaults = Object.fromEntries(Object.entries(description.parameters).map(([name, one]) => [name, one.default]))
  const { state } = atomicCommit.boot(
    {
      id: 'P',
      nodes: ['C', 'P'],
      generation: 0,
      parameters: { ...defaults, retry_ms: RETRY_MS, vote_timeout_ms },
      switches: [],
      recovered: { snapshot: null, records: [] }
    } as Boot<never, never>,
    context
  )
  const step = (input: Input<AtomicCommitMessage>) => atomicCommit.step(state, [input], context)
  const stamp = { physical_us: 1, counter: 0 }
  const executed = step({
    kind: 'message',
    from: 'C',
    message: {
      type: 'execute',
      transaction: 'c:1#1.1',
      age: stamp,
      snapshot: stamp,
      number: 0,
      step: { do: 'write', key: 'a', value: '1' },
      incarnation: null
    }
  })
  const { incarnation } = executed.flatMap((effect) =>
    effect.kind === 'send' && effect.message.type === 'executed' ? [effect.message] : []
  )[0]!
  step({
    kind: 'message',
    from: 'C',
    message: { type: 'prepare', transaction: 'c:1#1.1', participants: ['P'], incarnation, stamp }
  })
  const told: number[] = []
  for (let t_ms = RETRY_MS; t_ms <= 2000; t_ms += RETRY_MS)
    for (const effect of step({ kind: 'timer', timer: 'retry' }))
      if (effect.kind === 'emit' && InDoubt.is(effect.event)) told.push(t_ms)
  return { after_ms: told[0]!, times: told.length }
}

it('a participant is told of as in doubt once, when the coordinator can no longer be waiting for votes', () => {
  for (const vote_timeout_ms of [50, 250, 1000]) {
    const { after_ms, times } = toldInDoubt(vote_timeout_ms)
    expect(times, `votes time out after ${vote_timeout_ms} ms`).toBe(1)
    expect(after_ms - RETRY_MS).toBeGreaterThanOrEqual(vote_timeout_ms)
    expect(after_ms - RETRY_MS).toBeLessThan(vote_timeout_ms + RETRY_MS)
  }
})
