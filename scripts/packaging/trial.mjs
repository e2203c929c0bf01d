import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { electronExecutable } from '../electron-binary.mjs'
import { CACHE, ROOT } from '../paths.mjs'
import { hasCommand } from '../process.mjs'
import { NO_HOMEPAGE } from './no-homepage.mjs'

const HERE = join(ROOT, 'scripts', 'packaging')
const COMMANDS = ['mksquashfs', 'unsquashfs', 'desktop-file-validate', 'dpkg-deb']

/**
 * What electron-builder is told so that it makes packages of this machine's Electron with this system's own tools. Such packages show
 * that the configuration is right; they are not to be handed out. Throws with one sentence where they cannot be made.
 */
export async function trialPackaging() {
  if (process.platform !== 'linux')
    throw new Error('Packages need the release pages of Electron and electron-builder: connect, and try again.')
  const missing = COMMANDS.filter((command) => !hasCommand(command))
  if (missing.length > 0)
    throw new Error(`Trial packages need ${missing.join(', ')}: install squashfs-tools, desktop-file-utils and dpkg.`)
  const executable = await electronExecutable()
  const version = versionOf(executable)
  console.log(
    `Release pages cannot be reached: making trial packages with Electron ${version} and this system's tools. Do not hand them out.`
  )
  return {
    args: ['--config', trialConfig(dirname(executable), version)],
    env: { CUSTOM_FPM_PATH: join(HERE, 'fpm-with-dpkg.mjs'), APPIMAGE_TOOLS_PATH: appImageTools() }
  }
}

function versionOf(executable) {
  const { stdout } = spawnSync(executable, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  })
  return stdout.trim()
}

/** The shipped configuration, with this Electron; older ones lack the newest fuse. Packed loosely: nobody downloads it. */
function trialConfig(electronDist, electronVersion) {
  const shipped = parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'))
  const { grantFileProtocolExtraPrivileges: _, ...electronFuses } = shipped.electronFuses
  const file = join(CACHE, 'trial-packages.json')
  const extraMetadata = { homepage: NO_HOMEPAGE }
  const loose = { compression: 'store', extraMetadata }
  writeFileSync(file, JSON.stringify({ ...shipped, electronFuses, electronDist, electronVersion, ...loose }))
  return file
}

/** A folder laid out as electron-builder's own tools for AppImages. */
function appImageTools() {
  const folder = join(CACHE, 'appimage-tools')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'runtimes'), { recursive: true })
  mkdirSync(join(folder, 'lib', 'x64'), { recursive: true })
  for (const command of ['mksquashfs', 'desktop-file-validate']) symlinkSync(`/usr/bin/${command}`, join(folder, command))
  copyFileSync(join(HERE, 'appimage-runtime.sh'), join(folder, 'runtimes', 'runtime-x64'))
  return folder
}
