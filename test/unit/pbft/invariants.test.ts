import { describe, expect, it } from 'vitest'
import { AnswersCarriedOut, AnswersKept, RequestsAreClients } from '../../../src-node/protocols/pbft/invariants/clients'
import { amongHonest } from '../../../src-node/protocols/kit/lying/among-honest'
import type { LiveInvariant } from '../../../src-node/protocols/contract'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { BehaviourSet } from '../../../src-shared/protocols/lying/facts'
import { BatchExecuted, BatchTentative, TentativeUndone } from '../../../src-shared/protocols/pbft/facts'

type Timed = readonly [t_s: number, body: EventBody]

/** What the invariant says of these events, on this engine. */
function found(invariant: LiveInvariant, engine: 'simulation' | 'processes', events: readonly Timed[]): string[] {
  const started = { kind: 'run-started', engine } as EventBody
  return [[0, started] as Timed, ...events].flatMap(([t_s, body], i) => {
    const violation = invariant.observe({ ...body, t: t_s * 1e6, seq: i + 1 } as LabEvent)
    return violation && 'text' in violation ? [violation.text] : []
  })
}

const invoke: EventBody = { kind: 'invoke', client: 'c1', op: 1, operation: { f: 'put', key: 'k', value: 'v' } } as EventBody
const ok = { kind: 'ok', client: 'c1', op: 1, result: {} } as EventBody
const executed = BatchExecuted.of('n2', { n: 1, digest: 'd', requests: ['c1:1'] })
const later: EventBody = BatchExecuted.of('n2', { n: 2, digest: 'e', requests: [] })

describe('a request that an honest node carries out', () => {
  it('is forged where no client has asked for it: at once in a simulation, after a while among processes', () => {
    const text = 'n2 carries out c1:1, which no client has asked for'
    expect(found(new RequestsAreClients(), 'simulation', [[1, executed]])).toEqual([text])
    expect(
      found(new RequestsAreClients(), 'processes', [
        [1, executed],
        [5, later]
      ])
    ).toEqual([])
    expect(
      found(new RequestsAreClients(), 'processes', [
        [1, executed],
        [7, later]
      ])
    ).toEqual([text])
  })

  it('is not where the client process, held up, tells of it later', () => {
    expect(
      found(new RequestsAreClients(), 'processes', [
        [1, executed],
        [0.9, invoke],
        [7, later]
      ])
    ).toEqual([])
  })

  it('is no matter where the node lies', () => {
    const lies = BehaviourSet.of('n2', { behaviour: 'forge-requests' })
    expect(
      found(amongHonest([new RequestsAreClients()])[0]!, 'simulation', [
        [1, lies],
        [1, executed]
      ])
    ).toEqual([])
  })
})

describe('an answer', () => {
  it('is false where no honest node has carried its request out', () => {
    const text = 'c1:1 is answered, though no honest node has carried it out'
    expect(
      found(new AnswersCarriedOut(), 'simulation', [
        [1, invoke],
        [2, ok]
      ])
    ).toEqual([text])
    expect(
      found(new AnswersCarriedOut(), 'processes', [
        [1, invoke],
        [2, ok],
        [8, later]
      ])
    ).toEqual([text])
  })

  it('is true where the nodes, held up, tell of it later', () => {
    expect(
      found(new AnswersCarriedOut(), 'processes', [
        [1, invoke],
        [2, ok],
        [1.9, executed],
        [8, later]
      ])
    ).toEqual([])
    expect(
      found(new AnswersCarriedOut(), 'simulation', [
        [1, invoke],
        [1.9, executed],
        [2, ok]
      ])
    ).toEqual([])
  })
})

describe('a write that a client takes for done', () => {
  const batch = { n: 1, digest: 'd', requests: ['c1:1'] }
  const held = (node: string): EventBody => BatchTentative.of(node, batch)
  const undone = (node: string): EventBody => TentativeUndone.of(node, batch)
  const kept = (events: readonly Timed[]) => found(new AnswersKept(2), 'simulation', [[1, invoke], ...events])
  const text = 'c1:1 is answered, though no more than 1 honest node can vouch for it, and nobody has committed it'

  it('is held by more honest nodes than a view change can do without, or is committed', () => {
    expect(
      kept([
        [2, held('n2')],
        [3, ok]
      ])
    ).toEqual([text])
    expect(
      kept([
        [2, held('n2')],
        [2, held('n3')],
        [3, ok]
      ])
    ).toEqual([])
    expect(
      kept([
        [2, executed],
        [3, ok]
      ])
    ).toEqual([])
  })

  it('is not undone, unless it is committed under another number', () => {
    const answered: Timed[] = [
      [2, held('n2')],
      [2, held('n3')],
      [3, ok]
    ]
    expect(kept([...answered, [4, undone('n2')]])).toEqual([text])
    expect(kept([...answered, [4, executed], [5, undone('n2')]])).toEqual([])
  })
})
