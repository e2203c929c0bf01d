#!/usr/bin/env node
/** Takes the arguments that electron-builder gives to fpm for a .deb, and makes it with dpkg-deb. For trial packages alone. */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NO_HOMEPAGE } from './no-homepage.mjs'

const { options, files } = parse(process.argv.slice(2))
const option = (name) => options.get(name)?.at(-1)
const work = mkdtempSync(join(tmpdir(), 'netsplit-deb-'))
// A folder of its own: the temporary one may be read by nobody else.
const root = join(work, 'root')
try {
  mkdirSync(root)
  for (const [from, to] of files) place(from, join(root, to))
  writeControl(join(root, 'DEBIAN'))
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', root, option('--package')])
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** Options by name, and pairs of what goes where. */
function parse(args) {
  const options = new Map()
  const files = []
  for (let at = 0; at < args.length; at++) {
    const word = args[at]
    if (word === '--force') continue
    if (word.startsWith('-')) options.set(word, [...(options.get(word) ?? []), args[++at]])
    else files.push(word.split('='))
  }
  return { options, files }
}

/** A folder's content where its name ends in `/`, else a file. */
function place(from, to) {
  mkdirSync(from.endsWith('/') ? to : dirname(to), { recursive: true })
  if (from.endsWith('/')) execFileSync('cp', ['-a', `${from}.`, to])
  else copyFileSync(from, to)
}

function writeControl(folder) {
  mkdirSync(folder)
  const [synopsis, ...lines] = option('--description').split('\n')
  const control = [
    ['Package', option('--name')],
    ['Version', option('--version')],
    ['Architecture', option('--architecture')],
    ['Maintainer', option('--maintainer')],
    ['Homepage', option('--url') === NO_HOMEPAGE ? null : option('--url')],
    ['Section', 'education'],
    ['Priority', option('--deb-priority')],
    ['Depends', (options.get('-d') ?? []).join(', ')],
    ['Recommends', (options.get('--deb-recommends') ?? []).join(', ')],
    ['Description', [synopsis, ...lines.map((line) => ` ${line.trim() || '.'}`)].join('\n')]
  ]
  const text = control.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}\n`)
  writeFileSync(join(folder, 'control'), text.join(''))
  for (const [script, name] of [
    ['postinst', '--after-install'],
    ['postrm', '--after-remove']
  ]) {
    copyFileSync(option(name), join(folder, script))
    chmodSync(join(folder, script), 0o755)
  }
}
