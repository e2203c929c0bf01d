import { checkExports } from '../helpers/exports'
import { LabPage } from '../helpers/lab-page'
import { expect, test } from '../helpers/test'

test('the folder of an export opens in the system’s own window for files @long', async ({ lab: { page, electron } }) => {
  const cluster = new LabPage(page)
  await cluster.hasLeader()
  await cluster.link('n1', 'n2').click()
  await cluster.isLink(['n1', 'n2'], 'cut')
  await electron!.evaluate(({ shell }) => {
    shell.openPath = (path) => {
      Object.assign(globalThis, { opened: path })
      return Promise.resolve('')
    }
  })
  await cluster.choose('export-menu', 'export-all')
  await page.getByRole('link', { name: 'Open the folder' }).click({ timeout: 60_000 })
  const opened = () => electron!.evaluate(() => (globalThis as { opened?: string }).opened)
  await expect.poll(opened).toBeTruthy()
  checkExports((await opened())!)
})
