import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, chromium } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { skipTour } from './tour'
import { PAGE_JS_FLAGS } from '../../../src-main/desktop/page-flags'

/** Tests and benchmarks are run from the repository's root. */
const ROOT = process.cwd()
/** The lightest first. */
const CHROMIUM_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome'
]
const VIEWPORT = { width: 1440, height: 900 }
const START_TIMEOUT_MS = 60_000

/** Where the page runs: in the Electron window, or in a Chromium that `netsplit serve` serves. */
export type Shell = 'electron' | 'chromium'

/** The system's Chromium; undefined: Playwright's own. */
export const chromiumPath = (): string | undefined => CHROMIUM_PATHS.find(existsSync)

/** A lab that a test has to itself. */
export interface OpenLab {
  readonly page: Page
  /** The desktop shell; null in a browser. */
  readonly electron: ElectronApplication | null
  /** The process that runs the lab; all of its children go with it. */
  readonly process: ChildProcess
  /** Folder for everything this lab writes: profile, settings, temporary files. Removed at the end. */
  readonly profile: string
  /** Ends the lab as a person would, and the browser with it. */
  close(): Promise<void>
}

/** Opens the lab in either shell, with a fresh profile. `scenario` as in the catalogue; absent: the default one. */
export function openLab(shell: Shell, options: { scenario?: string } = {}): Promise<OpenLab> {
  return shell === 'electron' ? launchElectron(options) : launchChromiumServe(options)
}

/** `files`: opened with the program, as by a double click. */
export async function launchElectron({
  scenario,
  files = []
}: { scenario?: string; files?: readonly string[] } = {}): Promise<OpenLab> {
  const profile = newProfile()
  const electron = await _electron.launch({
    executablePath: process.env.NETSPLIT_ELECTRON,
    args: [ROOT, `--user-data-dir=${profile}`, ...(scenario ? [`--scenario=${scenario}`] : []), ...files],
    env: environment(profile),
    chromiumSandbox: !isRoot(),
    timeout: START_TIMEOUT_MS
  })
  const page = await electron.firstWindow()
  // Its page is on its way already; from a browser's a script can be ahead. What is opened is shown instead of the lab.
  if (files.length === 0) await page.getByTestId('tour-end').click()
  return {
    page,
    electron,
    process: electron.process(),
    profile,
    async close() {
      await electron.close()
      rmSync(profile, { recursive: true, force: true })
    }
  }
}

export const launchChromiumServe = ({ scenario }: { scenario?: string } = {}): Promise<OpenLab> =>
  launchChromium(['serve', '--port', '0', ...(scenario ? ['--scenario', scenario] : [])])

/** Opens what `netsplit …` serves; these are its words. */
export async function launchChromium(words: readonly string[]): Promise<OpenLab> {
  const profile = newProfile()
  const server = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), ...words], {
    env: environment(profile),
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = once(server, 'exit')
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await ended
    rmSync(profile, { recursive: true, force: true })
  }
  try {
    const address = await addressPrinted(server)
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      // As the window's.
      args: [`--js-flags=${PAGE_JS_FLAGS}`],
      chromiumSandbox: !isRoot(),
      timeout: START_TIMEOUT_MS
    })
    const page = await browser.newPage({ viewport: VIEWPORT })
    await skipTour(page)
    await page.goto(address)
    const close = async (): Promise<void> => {
      await browser.close()
      await stop()
    }
    return { page, electron: null, process: server, profile, close }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The page's address, token and link included, from what the server prints. */
async function addressPrinted(server: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+(#\S+)?/.exec(line)?.[0]
    if (address) {
      server.stdout!.resume()
      return address
    }
  }
  throw new Error('netsplit serve ended without printing an address')
}

function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'netsplit-e2e-'))
}

/** Temporary files and recordings go to the profile, so that a test can see what is left. */
function environment(profile: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), TMPDIR: profile, XDG_DATA_HOME: join(profile, 'data') }
}

function isRoot(): boolean {
  return process.geteuid?.() === 0
}
