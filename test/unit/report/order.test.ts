import { expect, it } from 'vitest'
import { orderSection } from '../../../src-main/report/html-order'
import { foldRun } from '../../../src-shared/folds/run'
import { clocks } from '../../../src-shared/protocols/clocks'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'
import { raft } from '../../../src-shared/protocols/raft'
import { StreamBuilder } from '../support/stream'

const started = new StreamBuilder().start().events()
const told = [
  ClockEvent.of('n2', { does: 'write', what: 'late', place: 1, counts: true, lamport: 2, vector: [0, 2, 0] }),
  ClockEvent.of('n1', { does: 'write', what: 'x < 1', place: 1, counts: true, lamport: 1, vector: [1, 0, 0] })
].map((event, i) => ({ ...event, t: 1_000_000 * (i + 1), seq: started.length + i + 1 }))

it('lays events out by Lamport’s order beside real time, with their stamps and a consistent cut', () => {
  const { title, body } = orderSection(foldRun([...started, ...told], clocks))!
  expect(title).toBe('Order of events')
  const rows = [...body.matchAll(/<tr><td[^]*?<\/tr>/g)].map(([row]) => row.replace(/<\/td>/g, '|').replace(/<[^>]*>/g, ''))
  expect(rows).toEqual(['1|write x &#60; 1 at n1|1|[1,0,0]|2.00 s|2|', '2|write late at n2|2|[0,2,0]|1.00 s|1|'])
  expect(body).toContain('<svg')
  expect(body).toContain('A consistent cut: no message is on the way.')
})

it('has nothing to say of a protocol without logical clocks of its own, or before anything happened', () => {
  expect(orderSection(foldRun(started, raft))).toBeNull()
  expect(orderSection(foldRun(started, clocks))).toBeNull()
})
