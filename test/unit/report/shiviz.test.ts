import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shivizLog } from '../../../src-main/report/shiviz'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import { CUT, StreamBuilder, minuteOfRaft } from '../support/stream'

/** ShiViz's default parser. */
const PARSER = /(?<event>.*)\n(?<host>\S*) (?<clock>{.*})\n/g

interface Line {
  readonly event: string
  readonly host: string
  readonly clock: Record<string, number>
}

async function logOf(events: readonly LabEvent[], events_max?: number): Promise<Line[]> {
  async function* batches(): AsyncGenerator<readonly LabEvent[]> {
    for (let at = 0; at < events.length; at += 7) yield events.slice(at, at + 7)
  }
  let text = ''
  for await (const part of shivizLog(batches(), events_max)) text += part
  const parsed = [...text.matchAll(PARSER)]
  expect(parsed.map(([whole]) => whole).join(''), 'the parser reads all of it').toBe(text)
  return parsed.map(({ groups }) => ({ ...groups!, clock: JSON.parse(groups!.clock!) as Line['clock'] }) as Line)
}

function expectGapless(log: readonly Line[]): void {
  const counts = new Map<string, number>()
  for (const { host, clock } of log) {
    counts.set(host, (counts.get(host) ?? 0) + 1)
    expect(clock[host], `own entry of ${host}`).toBe(counts.get(host))
  }
}

function dominates(later: Line, earlier: Line): boolean {
  return Object.entries(earlier.clock).every(([host, count]) => (later.clock[host] ?? 0) >= count)
}

const HOSTS = ['n1', 'n2', 'n3', 'c1']
type Step = { readonly from: number; readonly to: number; readonly delay: number; readonly lost: boolean; readonly late: boolean }

/** Messages that take their time; of some the send or the receive is not in the recording, or comes late. */
function traffic(steps: readonly Step[]): LabEvent[] {
  const made = steps.flatMap(({ from, to, delay, lost, late }, i) => {
    const ref = { from: HOSTS[from]!, to: HOSTS[to]!, boot: 1, n: i + 1, type: `m${i}` }
    const sent = { t: i * 10, place: i * 10 + (late ? 10_000 : 0), body: { kind: 'sent', ...ref, bytes: 1 } as EventBody }
    const received = { t: i * 10 + delay, place: i * 10 + delay, body: { kind: 'received', ...ref } as EventBody }
    if (!lost) return [sent, received]
    return i % 2 === 0 ? [sent] : [received]
  })
  return made.sort((a, b) => a.place - b.place).map(({ t, body }, i) => ({ ...body, t, seq: i + 1 }))
}

describe('the ShiViz log', () => {
  it('counts each host without gaps, and every receive comes after its send, whatever was sampled away', async () => {
    const step = fc.record({
      ...{ from: fc.nat(3), to: fc.nat(3), delay: fc.integer({ min: 1, max: 300 }) },
      ...{ lost: fc.boolean(), late: fc.boolean() }
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const log = await logOf(traffic(steps.filter(({ from, to }) => from !== to)))
        expectGapless(log)
        const sends = new Map(log.filter(({ event }) => event.startsWith('send')).map((line) => [line.event.split(' ')[1], line]))
        for (const line of log.filter(({ event }) => event.startsWith('receive'))) {
          const send = sends.get(line.event.split(' ')[1])
          if (send) expect(dominates(line, send) && !dominates(send, line), line.event).toBe(true)
        }
      })
    )
  })

  it('has elections, commits, faults, restarts and operations as events of the hosts they touch', async () => {
    const run = new StreamBuilder().start().bootAll().elect(2, 'n1', 1)
    run
      .fault(10, 20, 'cut\nn1', CUT, { links: ['n1>n3'] })
      .exit(30, 'n2')
      .boot(40, 'n2', 2)
      .operation(50, 2)
    const log = await logOf(run.events())
    expectGapless(log)
    const of = (host: string): string[] => log.filter((line) => line.host === host).map(({ event }) => event)
    expect(of('n1')).toEqual(expect.arrayContaining(['leader in term 1, leader n1', 'fault: cut n1', 'end of fault: cut n1']))
    expect(of('n2')).toEqual(expect.arrayContaining(['crashed', 'restart (boot 2)']))
    expect(log.some(({ host, event }) => host.startsWith('c') && event.startsWith('invoke'))).toBe(true)
  })

  it('ends where a browser could not bear more, and says so', async () => {
    const log = await logOf(minuteOfRaft(), 100)
    expectGapless(log)
    expect(log).toHaveLength(101)
    expect(log.at(-1)).toEqual({
      event: 'the log ends here: it shows the first 100 events of a longer run',
      host: 'netsplit',
      clock: { netsplit: 1 }
    })
  })
})
