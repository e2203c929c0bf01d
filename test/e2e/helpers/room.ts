import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

export const LAPTOP = { width: 1024, height: 700 }
export const PHONE = { width: 390, height: 844 }

/** A page that opens beside five others on a busy machine takes longer than an answer. */
const JOIN_TIMEOUT_MS = 60_000

/** A room that the instructor's page has opened, and those who joined it, each in a browser context of their own. */
export class Room {
  private constructor(
    readonly instructor: Page,
    readonly code: string
  ) {}

  static async open(instructor: Page): Promise<Room> {
    await instructor.getByTestId('room-menu').click()
    await instructor.getByTestId('open-room').click()
    const code = (await instructor.getByTestId('join-code').innerText()).replace(/\s/g, '')
    await instructor.getByTestId('join-done').click()
    return new Room(instructor, code)
  }

  /** The place to type the code. */
  async door(viewport = LAPTOP): Promise<Page> {
    // Without moving messages: six pages that draw them leave the cluster no time.
    const context = await this.instructor.context().browser()!.newContext({ viewport, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(new URL('/', this.instructor.url()).href)
    return page
  }

  async join(viewport = LAPTOP): Promise<Page> {
    const page = await this.door(viewport)
    await page.getByLabel('Join code').fill(this.code)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('participant-view')).toBeVisible({ timeout: JOIN_TIMEOUT_MS })
    return page
  }

  get present(): Locator {
    return this.instructor.getByTestId('room-present')
  }
}

/** What a participant is doing, in the page's words. */
export const doing = (participant: Page): Locator => participant.getByTestId('participant-doing')
