/** Playwright's global set-up: an Electron executable, and a display where there is none. */
import { hasDisplay, startVirtualDisplay } from './display.mjs'
import { electronExecutable } from './electron-binary.mjs'

export default async function setUp() {
  process.env.NETSPLIT_ELECTRON = await electronExecutable()
  if (hasDisplay) return
  const { display, stop } = await startVirtualDisplay()
  process.env.DISPLAY = display
  return stop
}
