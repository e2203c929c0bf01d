import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { descendants, aliveOf } from './helpers/processes'
import type { OpenLab } from './helpers/launchers'
import { expect, test } from './helpers/test'

test('the lab opens on its page', async ({ lab }) => {
  await expect(lab.page).toHaveTitle(/Netsplit/)
})

/** Two seconds are promised; a machine that runs other tests too may take longer. */
const EXIT_DEADLINE_MS = 6_000

const SHUTDOWNS: Record<string, (lab: OpenLab) => Promise<unknown>> = {
  'quit by the person': (lab) => lab.close(),
  'ended by SIGTERM @long': (lab) => end(lab, 'SIGTERM'),
  'killed by SIGKILL': (lab) => end(lab, 'SIGKILL')
}

function end({ process }: OpenLab, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(process, 'exit')
  process.kill(signal)
  return ended
}

test.describe('with complaints of the browser', () => {
  test.use({ complains: true })

  for (const [name, ending] of Object.entries(SHUTDOWNS)) {
    test(`nothing is left of a lab ${name}`, async ({ lab }) => {
      await expect(lab.page.getByText(/leads in term/).first()).toBeVisible()
      const processes = [lab.process.pid!, ...descendants(lab.process.pid!)]
      const folders = (): string[] =>
        existsSync(lab.profile) ? readdirSync(lab.profile).filter((entry) => /^netsplit-\d/.test(entry)) : []
      expect(folders()).not.toEqual([])
      await ending(lab)
      await expect.poll(() => aliveOf(processes), { timeout: EXIT_DEADLINE_MS }).toEqual([])
      await expect.poll(folders, { timeout: EXIT_DEADLINE_MS }).toEqual([])
    })
  }
})
