import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import { chromiumPath } from '../helpers/launchers'
import { serveFolder } from '../helpers/static-site'

test.setTimeout(300_000)

/** Where the site is one among others. */
const BASE = '/somewhere/netsplit/'

test('the documentation works from a sub-path, and its labs run in their pages', { tag: '@long' }, async () => {
  const folder = test.info().outputPath('docs')
  const vitepress = resolve('node_modules/vitepress/bin/vitepress.js')
  execFileSync(process.execPath, [vitepress, 'build', 'docs', '--base', BASE, '--outDir', folder], { stdio: 'ignore' })
  const site = await serveFolder(folder, BASE)
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const missing: string[] = []
    page.on('response', (response) => response.status() >= 400 && missing.push(response.url()))
    await page.goto(site.url)
    await page.getByRole('link', { name: 'Explanation' }).first().click()
    await page.getByRole('link', { name: 'Elections' }).first().click()
    const labs = page.locator('.live-lab')
    await expect(labs.first()).toBeVisible()
    await labs.first().getByRole('button', { name: 'Run it here' }).click()
    const lab = labs.first().frameLocator('iframe')
    await expect(lab.getByTestId('engine')).toContainText('simulation', { timeout: 60_000 })
    await expect(lab.getByTestId('leader')).toHaveText(/^\w+$/, { timeout: 60_000 })
    await labs.first().getByRole('button', { name: 'Show the picture' }).click()
    await expect(labs.first().locator('iframe')).toHaveCount(0)
    expect(missing).toEqual([])
  } finally {
    await browser.close()
    site.close()
    rmSync(folder, { recursive: true })
  }
})
