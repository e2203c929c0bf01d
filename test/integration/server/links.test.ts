import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import { executeCommand } from '../../../src-main/server/commands'
import { createComputerContext } from '../../../src-main/server/computer-context'
import type { ComputerContext } from '../../../src-main/server/computer-context'
import type { LabEvent } from '../../../src-shared/events'
import type { LabCommandInput } from '../../../src-shared/lab-api'
import { labCommandSchema } from '../../../src-shared/lab-api'
import { linkIn } from '../../../src-shared/links/link'
import type { Link } from '../../../src-shared/links/link'
import { replayOf } from '../../../src-shared/links/replay'

const RUN = `
name: short
title: A short run
cluster: { nodes: 3 }
workload: { clients: 1 }
duration: 3s
`

let folder: string
let context: ComputerContext
let events: LabEvent[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-links-'))
  context = createComputerContext(createLab(), folder)
  context.lab.onEvents((batch) => events.push(...batch))
})
afterEach(async () => {
  await context.lab.close()
  rmSync(folder, { recursive: true })
})

async function ask(command: LabCommandInput) {
  const answer = await executeCommand(context, labCommandSchema.parse(command))
  if (!answer.ok) throw new Error(answer.error)
  return answer
}

/** The events of a run that this begins, once it is over. */
async function runOf(command: LabCommandInput, then: () => Promise<unknown> = async () => {}): Promise<LabEvent[]> {
  events = []
  await ask(command)
  await then()
  await context.lab.finished()
  return events
}

const linkOf = async (command: Omit<Extract<LabCommandInput, { command: 'link' }>, 'command'>): Promise<Link> =>
  linkIn((await ask({ command: 'link', ...command })).link!)
const runLinked = (link: Link): LabCommandInput => {
  const { yaml, seed } = link
  return { command: 'run', yaml, seed, pace: 0, replay: replayOf(link)! }
}
/** A simulated run in which somebody crashes a node before anything has happened. */
const reachedInto = () =>
  runOf({ command: 'run', yaml: RUN, seed: 5, engine: 'simulation', pace: 0, held: true }, async () => {
    await ask({ command: 'act', action: { do: 'crash', node: 'n2' } })
    await ask({ command: 'resume' })
  })

it('a run comes out of its link as it was, with what was done to it by hand', async () => {
  const first = await reachedInto()
  const { seq, t } = first.at(-50)!
  const moment = { seq, t_us: t }
  const link = await linkOf({ moment })
  expect(link).toMatchObject({ yaml: RUN, seed: 5, moment, interventions: [{ intervention: { action: { node: 'n2' } } }] })
  expect(await runOf(runLinked(link))).toEqual(first)
  expect(context.lab.state).toMatchObject({ engine: 'simulation', simulation: { forked_from: null } })

  const { recordings } = await ask({ command: 'recordings' })
  expect(await linkOf({ moment, recording: recordings!.at(-1)!.id })).toEqual(link)
})

it('a fork comes out of its link as a fork of the run before', async () => {
  await reachedInto()
  const at_seq = 400
  const fork = await runOf({ command: 'fork', at_seq, pace: 0, change: { do: 'reseed', seed: 9 } })
  const link = await linkOf({})
  expect(link).toMatchObject({ forked_at_seq: at_seq, interventions: [{}, { intervention: { do: 'reseed' } }] })
  await reachedInto()
  const { run } = context.lab.state
  expect(await runOf(runLinked(link))).toEqual(fork)
  expect(context.lab.state.simulation!.forked_from).toMatchObject({ run, at_seq, at_us: fork[at_seq - 1]!.t })
  const { recordings } = await ask({ command: 'recordings' })
  expect(recordings![0]!.forked_from).toMatchObject({ recording: recordings![1]!.id, at_seq })
})

it('there is no link before there is a run', async () => {
  await expect(executeCommand(context, { command: 'link' })).rejects.toThrow('there is no run yet')
})
