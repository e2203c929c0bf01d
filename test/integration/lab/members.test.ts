import { afterEach, expect, it } from 'vitest'
import { Run } from '../../../src-main/lab/run/process-run'
import { Reaper } from '../../../src-main/lab/reaper/reaper'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { EventBody, EventOf, LabEvent } from '../../../src-shared/events'
import { faultActionSchema } from '../../../src-shared/faults/actions'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

let run: Run
const reaper = new Reaper()
const events: LabEvent[] = []

afterEach(async () => {
  await run.close()
  await reaper.close()
})

async function seen<Kind extends EventBody['kind']>(kind: Kind, fits: (event: EventOf<Kind>) => boolean): Promise<EventOf<Kind>> {
  const find = () => events.find((event) => event.kind === kind && fits(event as EventOf<Kind>))
  await expect.poll(find, { timeout: 20_000, interval: 20 }).toBeDefined()
  return find() as EventOf<Kind>
}

it('a process joins a running cluster, talks to the others, and leaves it again', async () => {
  const { description, ...rest } = findProtocol('multi-leader')
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    cluster: { protocol: 'multi-leader', nodes: 2 },
    network: {
      default: { delay_ms: 1 },
      regions: { east: ['n1'], west: ['n2'] },
      between: [{ regions: ['east', 'west'], link: { delay_ms: 5 } }]
    },
    workload: { clients: 1, think_time: '20ms', follow_redirects: false }
  })
  run = new Run({
    scenario,
    protocol: { ...rest, description: { ...description, members_change: true } },
    seed: 1,
    reaper,
    node_priority: 0
  })
  run.subscribe((batch) => void events.push(...batch))
  await run.start()

  await run.act(faultActionSchema.parse({ do: 'join', node: 'n3', region: 'west' }))
  await seen('member-joined', ({ node }) => node === 'n3')
  await seen('node-ready', ({ node }) => node === 'n3')
  expect(run.up()).toEqual(['n1', 'n2', 'n3'])
  const { links } = await seen('link-changed', ({ links }) => links.some(({ link }) => link === 'n3>n1'))
  expect(links.map(({ link }) => link).sort()).toEqual(['c1>n3', 'n1>n3', 'n2>n3', 'n3>c1', 'n3>n1', 'n3>n2'])
  const delays = Object.fromEntries(links.map(({ link, settings }) => [link, settings.delay_ms]))
  expect(delays, 'as from its region').toMatchObject({ 'n3>n1': 5, 'n3>n2': 1 })
  const connected = ({ counters }: EventOf<'links'>) => (counters['n3>n1']?.delivered ?? 0) > 0
  await seen('links', connected)
  await seen('ok', ({ node }) => node === 'n3')

  await run.act(faultActionSchema.parse({ do: 'leave', node: 'n3' }))
  expect(await seen('node-exited', ({ node }) => node === 'n3')).toMatchObject({ reason: 'stopped', code: 0 })
  await seen('member-left', ({ node }) => node === 'n3')
  expect(run.up()).toEqual(['n1', 'n2'])
  await expect(run.act(faultActionSchema.parse({ do: 'leave', node: 'n3' }))).rejects.toThrow('there is no node')
  expect(events.filter((event) => event.kind === 'node-exited' && event.node !== 'n3')).toEqual([])
  const asked_us = events.find((event) => event.kind === 'fault-started' && event.action.do === 'leave')!.t
  const late = events.filter((event) => event.kind === 'attempt' && event.node === 'n3' && event.t > asked_us + 1_000_000)
  expect(late).toEqual([])
})
