import { describe, expect, it } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { simulate } from '../../../src-main/lab/run/simulate'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import { findProtocol, protocols } from '../../../src-node/protocols/registry'
import type { EventOf, LabEvent, MessageRef } from '../../../src-shared/events'
import { adversaryRefusal } from '../../../src-shared/faults/adversary'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { paxos } from '../../../src-shared/protocols/paxos'
import { decreesOf } from '../../../src-shared/protocols/paxos/decrees'
import { raft } from '../../../src-shared/protocols/raft'

/** When the adversary is taken away, µs. */
const GONE_US = 2_500_000

function run(): LabEvent[] {
  const events: LabEvent[] = []
  const { parse } = readScenario('flp-adversary')
  if (!parse.ok) throw new Error('flp-adversary does not parse')
  const onEvents = (batch: readonly LabEvent[]) => void events.push(...batch)
  simulate({ scenario: parse.scenario, protocol: findProtocol('paxos'), seed: 3, trace: DEFAULT_TRACE, onEvents })
  return events
}

const nameOf = ({ from, to, boot, n }: MessageRef) => `${from}>${to} ${boot} ${n}`

describe('an adversary that picks deliveries', () => {
  const events = run()
  const ofKind = <K extends LabEvent['kind']>(kind: K) => events.filter((event): event is EventOf<K> => event.kind === kind)

  it('loses no message: what it has held back arrives, all of it by the time it is taken away', () => {
    const delivered = new Map(ofKind('delivered').map((event) => [nameOf(event), event.t]))
    const held = ofKind('held')
    expect(held.length).toBeGreaterThan(40)
    for (const event of held) {
      expect(delivered.get(nameOf(event))).toBeGreaterThanOrEqual(event.t)
      expect(delivered.get(nameOf(event))).toBeLessThanOrEqual(GONE_US)
    }
    expect(ofKind('dropped')).toEqual([])
  })

  it('lets a message arrive before the run is over, even while it is there', () => {
    const early = ofKind('delivered').filter(({ t, late_us }) => t < GONE_US - 200_000 && late_us > 15_000)
    expect(early.length).toBeGreaterThan(20)
  })

  it('keeps the state bivalent, and the key undecided, until it is taken away', () => {
    const fold = createRunFold(paxos)
    for (const event of events) foldEvent(fold, event)
    const [decree] = decreesOf(fold)
    const [first, ...rest] = decree!.valencies
    expect(first).toMatchObject({ valency: 'bivalent', values: ['left', 'right'] })
    expect(first!.to_us).toBeGreaterThan(GONE_US)
    expect(rest.map(({ valency }) => valency)).toEqual(['univalent', 'decided'])
  })
})

describe('where no adversary can be', () => {
  it('says so in one sentence', () => {
    expect(adversaryRefusal({ engine: 'simulation', protocol: paxos.description })).toBeNull()
    expect(adversaryRefusal({ engine: 'processes', protocol: paxos.description })).toBe(
      'only in a simulation can an adversary pick each delivery; run it with engine: simulation'
    )
    expect(adversaryRefusal({ engine: 'simulation', protocol: raft.description })).toBe(
      'raft declares no message that decides: there is nothing for an adversary to hold back'
    )
  })

  it('no protocol describes one that it does not have', () => {
    for (const { description, createAdversary } of protocols)
      expect([description.name, createAdversary !== undefined]).toEqual([description.name, description.adversary !== undefined])
  })
})
