import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { linkIn, linkTo } from '../../../src-shared/links/link'
import type { Link } from '../../../src-shared/links/link'
import { netsplit, startNetsplit } from './netsplit'

/** What is printed until the address, and what that carries. */
async function opened(...words: string[]): Promise<{ readonly printed: string; readonly link: Link }> {
  const data = mkdtempSync(join(tmpdir(), 'netsplit-open-'))
  const child = startNetsplit(['open', ...words], { XDG_DATA_HOME: data })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let printed = ''
  for await (const chunk of child.stdout!) {
    printed += String(chunk)
    if (printed.includes('Ctrl-C')) break
  }
  child.kill('SIGINT')
  await ended
  rmSync(data, { recursive: true, force: true })
  const address = /Netsplit is at (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/.exec(printed)![1]!
  return { printed, link: linkIn(address) }
}

const crash = { t: 1_000_000, seq: 300, step: 90, intervention: { do: 'act', action: { do: 'crash', node: 'n2' } } } as const
const touched = { scenario: 'raft-steady', seed: 4, interventions: [crash], moment: { seq: 500, t_us: 1_500_000 } }

it('a link to a moment is served as it is, and said to be simulated', async () => {
  const { printed, link } = await opened(`netsplit:${linkTo(touched)}`)
  expect(link).toEqual(touched)
  expect(printed).toMatch(/^Simulated, as the run of the link was; --engine processes runs the same file on real processes\.\n/)
})

it('on real processes what was done by hand becomes a timeline, without the moment', async () => {
  const { printed, link } = await opened(`https://example.org/lab/${linkTo(touched)}`, '--engine', 'processes')
  expect(printed).toMatch(/^Real processes do not repeat a run: /)
  expect(link).toEqual({ yaml: expect.any(String) as string, seed: 4, engine: 'processes', interventions: [] })
  expect(link.yaml).toMatch(/timeline:[^]*at: \d+\.?\d*m?s, action: \{ do: crash, node: n2 \}/)
})

it('a link to a scenario runs as that says, or on the engine that is asked for', async () => {
  const fragment = linkTo({ scenario: 'raft-steady', seed: 4 })
  const plain = await opened(fragment)
  expect(plain.link).toEqual({ scenario: 'raft-steady', seed: 4, interventions: [] })
  expect(plain.printed).toMatch(/^Netsplit is at /)
  expect((await opened(fragment, '--engine', 'simulation')).link).toMatchObject({ engine: 'simulation' })
})

it.each([
  ['that is none', 'https://example.org/', /^This is no whole Netsplit link: [^.]+\.\n$/],
  [
    'to a scenario that is not there',
    linkTo({ scenario: 'raft-stedy', seed: 1 }),
    /^The link is to the scenario raft-stedy, which/
  ],
  [
    'to a text with a mistake',
    linkTo({ yaml: 'name: x\ntitle: X\nseed: many\n', seed: 1 }),
    /^scenario in the link:3:7: seed: expected/
  ]
])('a link %s ends with 2 and one sentence', async (_, link, message) => {
  const { code, stdout, stderr } = await netsplit('open', link)
  expect(stderr).toMatch(message)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

it('--help says what it takes', async () => {
  const { stdout } = await netsplit('open', '--help')
  expect(stdout).toMatch(/#link=[^]*--engine/)
})
