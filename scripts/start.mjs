/** `npm start`: the lab in its window; on a page where there is no display. */
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { hasDisplay } from './display.mjs'
import { electronExecutable } from './electron-binary.mjs'
import { ROOT } from './paths.mjs'
import { fail, isRoot, run, runNode } from './process.mjs'
import { installElectronCommand, missingLibraries } from './system-packages.mjs'

const args = process.argv.slice(2)
if ((await buildIfStale()) !== 0) fail('The lab could not be built.')
process.exitCode = hasDisplay ? await openWindow() : await servePage()

async function openWindow() {
  const executable = await electronExecutable().catch((error) => fail(error.message))
  const missing = missingLibraries(executable)
  if (missing.length > 0) {
    fail(
      `The window needs ${missing.join(', ')}, which this system lacks. Install it with:\n\n  ${installElectronCommand()}\n\n` +
        'or use the lab in a browser: npx netsplit serve'
    )
  }
  // Chromium refuses to sandbox what runs as root.
  return run(executable, [ROOT, ...(isRoot ? ['--no-sandbox'] : []), ...args])
}

async function servePage() {
  console.log('No display here: serving the lab on a page instead.')
  return runNode(join(ROOT, 'out/main/cli.js'), ['serve', ...args])
}
