import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasCommand, isRoot, run } from './process.mjs'

/** What Electron links against; these four bring all the rest. */
const ELECTRON_PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1']
const TEST_PACKAGES = [...ELECTRON_PACKAGES, 'xvfb', 'fonts-dejavu-core']

/** Chromium without a window of its own, which has less to start. Not every system has it as a package. */
const HEADLESS_CHROMIUM = 'chromium-headless-shell'

/** Where a Chromium for tests may be. */
const CHROMIUM_COMMANDS = [HEADLESS_CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']

/** Names of the shared libraries that the executable needs and this system lacks. */
export function missingLibraries(executable) {
  if (process.platform !== 'linux') return []
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1])
}

/** The one command that installs what Electron needs. */
export function installElectronCommand() {
  return installCommand(ELECTRON_PACKAGES.map(installedName))
}

/**
 * Sees to it that the tests find their libraries, display and browser: as root on Debian (or its kin) by installing what is
 * missing, elsewhere by throwing an error that names it together with the command.
 */
export async function ensureTestPackages(electron) {
  const missing = missingForTests(electron)
  if (missing.length === 0) return
  if (!existsSync('/etc/debian_version')) {
    throw new Error(`The tests need ${missing.join(', ')}: please install it with your system's package manager.`)
  }
  if (!isRoot) throw new Error(`The tests need ${missing.join(', ')}. Install it with:\n\n  ${installCommand(testPackages())}\n`)
  console.log(`Missing on this system: ${missing.join(', ')}. Installing it with apt-get …`)
  const apt = (...args) =>
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit']
    })
  await apt('update')
  await apt('install', '-y', '--no-install-recommends', ...testPackages())
  const still = missingForTests(electron)
  if (still.length > 0) throw new Error(`apt-get left ${still.join(', ')} missing: ${installCommand(testPackages())}`)
}

function missingForTests(electron) {
  const missing = missingLibraries(electron)
  if (process.platform === 'linux' && !hasCommand('Xvfb')) missing.push('Xvfb')
  if (!CHROMIUM_COMMANDS.some(hasCommand)) missing.push('chromium')
  // Whoever may install it has the tests run faster; others use the one they have.
  else if (isRoot && !hasCommand(HEADLESS_CHROMIUM) && isOffered(HEADLESS_CHROMIUM)) missing.push(HEADLESS_CHROMIUM)
  return missing
}

const testPackages = () => [...TEST_PACKAGES.map(installedName), isOffered(HEADLESS_CHROMIUM) ? HEADLESS_CHROMIUM : 'chromium']

function installCommand(packages) {
  const sudo = isRoot ? '' : 'sudo '
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

/** Debian 13 renamed libraries whose time stamps grew to 64 bits. */
function installedName(name) {
  const renamed = `${name}t64`
  return isOffered(renamed) ? renamed : name
}

/** Whether the system's package lists have it. */
function isOffered(name) {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0
}
