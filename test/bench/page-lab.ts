/** What the benchmarks of the page have in common: runs in its lab, frames, and what its process takes. */
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import type { Task } from './page-tasks'

export const LONGEST_TASK = '≤ 50 ms'
const OPENS_MS_MAX = 120_000

/** Runs a scenario from its text; answers when its canvas is there. */
export async function runScenario(page: Page, text: string, title: string): Promise<void> {
  await page.getByTestId('view-scenarios').click()
  await page.getByTestId('scenario-text').fill(text)
  await page.getByTestId('run-text').click()
  await page.getByTestId('scenario-menu').filter({ hasText: title }).waitFor({ timeout: OPENS_MS_MAX })
  await page.getByTestId('view-lab').click()
  await page.getByTestId('canvas').waitFor({ timeout: OPENS_MS_MAX })
}

/** Counts for so long how often a second the page comes to draw. */
export function countFrames(page: Page, watched_ms: number): Promise<number> {
  return page.evaluate(
    (watched_ms) =>
      new Promise<number>((done) => {
        const begun_ms = performance.now()
        let frames = 0
        const frame = () => {
          const passed_ms = performance.now() - begun_ms
          if (passed_ms >= watched_ms) return done((frames * 1000) / passed_ms)
          frames++
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    watched_ms
  )
}

/** Leaves the lab, whose run goes on, for a page on which a small square moves and nothing else. */
export async function emptyAnimatedPage(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.setContent('<div style="position: absolute; width: 20px; height: 20px; background: slategray"></div>')
  await page.evaluate(() => {
    const square = document.querySelector('div')!
    const move = (now_ms: number) => {
      square.style.left = `${(now_ms / 10) % 400}px`
      requestAnimationFrame(move)
    }
    requestAnimationFrame(move)
  })
}

/** The page's process: of several renderers (a spare one among them) the one that worked most. */
export async function renderer(browser: CDPSession): Promise<{ pid: number; cpu_s: number }> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const { id, cpuTime } = renderers.reduce((one, other) => (other.cpuTime > one.cpuTime ? other : one))
  return { pid: id, cpu_s: cpuTime }
}

export interface Memory {
  /** All that is in memory, the browser's own code included, which all of its processes share. */
  readonly resident_bytes: number
  /** What this process has for itself. */
  readonly private_bytes: number
}

/** Linux alone tells; elsewhere 0. */
export function memoryOf(pid: number): Memory {
  if (process.platform !== 'linux') return { resident_bytes: 0, private_bytes: 0 }
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)![1]) * 1024
  return { resident_bytes: bytes('Rss'), private_bytes: bytes('Private_Clean') + bytes('Private_Dirty') }
}

export function longestWall_ms(tasks: readonly Task[]): number {
  return Math.max(0, ...tasks.map(({ wall_ms }) => wall_ms))
}
export function longestCpu_ms(tasks: readonly Task[]): number {
  return Math.max(0, ...tasks.map(({ cpu_ms }) => cpu_ms))
}
