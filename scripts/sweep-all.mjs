/** `npm run sweeps [-- A..B]`: every shipped scenario with random faults under these seeds (default: 300); exits 1 when one fails. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'
import { fail } from './process.mjs'

const CLI = join(ROOT, 'out', 'main', 'cli.js')
const SCENARIOS = join(ROOT, 'resources', 'scenarios')
const seeds = process.argv[2] ?? '1..300'

/** Runs the sweep; resolves to its exit code and all that it printed. */
function sweep(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, 'sweep', join(SCENARIOS, file), '--seeds', seeds], { cwd: ROOT })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.trim() }))
  })
}

if (!existsSync(CLI)) fail('Build the command line first: npm run build:main')
const has_chaos = (file) => /^chaos:/m.test(readFileSync(join(SCENARIOS, file), 'utf8'))
const sections = readdirSync(SCENARIOS)
const all = sections.flatMap((section) => readdirSync(join(SCENARIOS, section)).map((name) => join(section, name)))
const files = all.filter((file) => file.endsWith('.yaml') && has_chaos(file))
for (const file of files) {
  const { code, output } = await sweep(file)
  console.log(code === 0 ? output.split('\n').at(-1) : output)
  if (code !== 0) process.exitCode = 1
}
