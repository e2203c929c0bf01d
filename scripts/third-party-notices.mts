import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** The file that builds of the page have beside it. */
const FILE = 'third-party-notices.txt'
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

interface Package extends Manifest {
  readonly folder: string
}

/** Licences of all libraries that the program is made with, each text once. */
export function thirdPartyNotices(root = process.cwd()): string {
  const by_text = new Map<string, string[]>()
  for (const { name, version, license, folder } of runtimePackages(root)) {
    const text = licenceText(folder)
    by_text.set(text, [...(by_text.get(text) ?? []), `${name} ${version} (${license ?? 'see its text'})`])
  }
  const parts = [...by_text].map(([text, names]) => `${names.join('\n')}\n\n${text || 'Its package has no text of its licence.'}`)
  return [
    'Netsplit is made with these libraries. Electron and Chromium have notices of their own beside the desktop program.',
    ...parts
  ].join(`\n\n${'-'.repeat(80)}\n\n`)
}

/** Puts the notices beside the page. */
export const noticesBesidePage: Plugin = {
  name: 'netsplit:third-party-notices',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: FILE, source: thirdPartyNotices() })
  }
}

/** What `dependencies` bring, and what those bring, by name. Types and the like, which leave nothing in a bundle, are among them. */
function runtimePackages(root: string): Package[] {
  const found = new Map<string, Package>()
  const take = (name: string, from: string): void => {
    const folder = folderOf(name, from, root)
    if (folder === null || found.has(folder)) return
    const manifest = readManifest(folder)
    found.set(folder, { ...manifest, folder })
    for (const next of Object.keys(manifest.dependencies ?? {})) take(next, folder)
  }
  for (const name of Object.keys(readManifest(root).dependencies ?? {})) take(name, root)
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** As Node finds it: the nearest `node_modules` on the way up. Null: it is not installed, for it is of another system. */
function folderOf(name: string, from: string, root: string): string | null {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return from === root ? null : folderOf(name, join(from, '..'), root)
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function licenceText(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
  return files.map(({ name }) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}
