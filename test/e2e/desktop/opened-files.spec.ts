import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchElectron } from '../helpers/launchers'

const scenarioOf = (title: string) => `name: theirs\ntitle: ${title}\ncluster: { nodes: 3 }\n`

let folder: string
test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'netsplit-opened-'))))
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test(
  'a scenario that is opened with the program is shown; so is one that is opened while it runs',
  { tag: '@long' },
  async () => {
    const [first, second] = ['First', 'Second'].map((title) => {
      const path = join(folder, `${title}.yaml`)
      writeFileSync(path, scenarioOf(title))
      return path
    })
    const lab = await launchElectron({ files: [first!] })
    try {
      await expect(lab.page.getByRole('heading', { name: 'Scenarios' })).toBeVisible()
      await expect(lab.page.getByText('First.yaml').first()).toBeVisible()
      const { spawnfile } = lab.process
      const other = spawn(spawnfile, [process.cwd(), `--user-data-dir=${lab.profile}`, '--no-sandbox', second!], {
        stdio: 'ignore'
      })
      await once(other, 'exit')
      await expect(lab.page.getByText('Second.yaml').first()).toBeVisible()
    } finally {
      await lab.close()
    }
  }
)
