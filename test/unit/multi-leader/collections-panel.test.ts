import { expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { LabEvent } from '../../../src-shared/events'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { multiLeader } from '../../../src-shared/protocols/multi-leader'
import { collectionText } from '../../../src-shared/protocols/multi-leader/collections'

function eventsOf(id: string): readonly LabEvent[] {
  const { parse } = shippedScenarios().find((one) => one.id === id)!
  if (!parse.ok) throw new Error(`${id} does not parse`)
  const { scenario } = parse
  const events: LabEvent[] = []
  const onEvents = (more: readonly LabEvent[]) => void events.push(...more)
  simulate({ scenario, protocol: findProtocol('multi-leader'), seed: scenario.seed, onEvents })
  return events
}

/** What the inspector of each node shows as the content of its one key. */
function textsAt(events: readonly LabEvent[], t_us: number): (string | undefined)[] {
  const fold = createRunFold(multiLeader)
  for (const event of events) if (event.t <= t_us) foldEvent(fold, event)
  const panels = multiLeader.panels.node.flatMap((one) => (one.kind === 'rows' && one.title === 'Sets and lists' ? [one] : []))
  return ['n1', 'n2'].map((node) => panels[0]!.rows(fold, node)[0]?.versions[0]!.text)
}

it('shows the text on each node: two who type at the same place, and later the same text on both', () => {
  const events = eventsOf('multi-leader-text')
  expect(textsAt(events, 2_130_000)).toEqual(['>tea', '>hot'])
  expect(textsAt(events, 3_000_000)).toEqual(['>hottea', '>hottea'])
})

it('shows a set by its members, and one that was emptied', () => {
  const events = eventsOf('multi-leader-cart')
  expect(textsAt(events, 2_000_000)).toEqual(['bread, milk', 'bread, milk'])
  expect(textsAt(events, 4_050_000)).toEqual(['empty', 'bread'])
})

it('cuts long ones off, saying how many there are', () => {
  expect(collectionText({ key: 'k', members: ['a', 'b'], size: 7, is_list: true })).toBe('ab … (7)')
  expect(collectionText({ key: 'k', members: ['milk'], size: 1, is_list: true })).toBe('milk')
})
