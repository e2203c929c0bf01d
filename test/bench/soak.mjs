/**
 * `npm run soak -- --minutes 90 --clients 3 --out soak.csv`: a lab on real processes with a real page (headless Chromium), left
 * running. Every half minute it collects the page's garbage, measures what page and processes hold, and writes a line of CSV.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { io } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { buildIfStale } from '../../scripts/build.mjs'
import { ROOT } from '../../scripts/paths.mjs'
import { fail, isRoot } from '../../scripts/process.mjs'

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const MIB = 1024 * 1024
/** Columns by the program that a process runs; of several the largest counts. */
const PROGRAMS = { 'cli.js': 'lab_mib', 'fabric.js': 'fabric_mib', 'node.js': 'node_max_mib', 'client.js': 'clients_mib' }
const COLUMNS = [
  ...['minute', 'page_heap_mib', 'page_buffers_mib', 'page_process_mib', 'lab_mib', 'node_max_mib', 'fabric_mib', 'clients_mib'],
  ...['recording_mib', 'run_s', 'scrub_ms']
]
const BAR_CHARACTERS = 60
const CURVE_LINES = 30
const SCRUB_TIMEOUT_MS = 60_000

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '90' },
    /** Absent: the default run, whose three clients think for 20 ms. Otherwise so many that think for 2 ms. */
    clients: { type: 'string' },
    every_s: { type: 'string', default: '30' },
    out: { type: 'string', default: 'soak.csv' }
  }
})
const minutes = Number(options.minutes)
const every_s = Number(options.every_s)
const clients = options.clients === undefined ? null : Number(options.clients)
if (![minutes, every_s, clients ?? 1].every((number) => number > 0))
  fail('--minutes, --clients and --every_s: expected numbers.', 2)

if ((await buildIfStale()) !== 0) fail('The lab could not be built.')
const folder = mkdtempSync(join(tmpdir(), 'netsplit-soak-'))
const server = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), 'serve', '--port', '0'], {
  env: { ...process.env, TMPDIR: folder, XDG_DATA_HOME: join(folder, 'data') },
  stdio: ['ignore', 'pipe', 'inherit']
})
let browser
try {
  const address = new URL(await printedAddress())
  if (clients !== null) await startBusyRun(address, clients)
  browser = await chromium.launch({ executablePath: CHROMIUM_PATHS.find(existsSync), chromiumSandbox: !isRoot })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(address.href)
  await soak(page)
} finally {
  await browser?.close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}

async function soak(page) {
  const session = await page.context().newCDPSession(page)
  const begun_ms = performance.now()
  writeFileSync(options.out, `${COLUMNS.join(',')}\n`)
  const rows = []
  for (let sample = 1; sample <= (minutes * 60) / every_s; sample++) {
    await sleep(Math.max(0, sample * every_s * 1000 - (performance.now() - begun_ms)))
    const row = { minute: (performance.now() - begun_ms) / 60_000, ...(await measurePage(page, session)), ...measureLab() }
    rows.push(row)
    appendFileSync(options.out, `${COLUMNS.map((name) => round(row[name])).join(',')}\n`)
  }
  for (const name of ['page_heap_mib', 'page_buffers_mib', 'lab_mib', 'node_max_mib']) printCurve(name, rows)
  console.log(`headline: ${await page.getByRole('heading', { level: 1 }).innerText()}`)
}

/** What is left after a collection, and how long it takes to go to another moment. */
async function measurePage(page, session) {
  const scrub_ms = await scrub(page).catch(() => NaN)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = NaN } = await session.send('Runtime.getHeapUsage')
  const run_s = Number(await page.getByTestId('scrubber').getAttribute('aria-valuemax')) / 1000
  return { page_heap_mib: usedSize / MIB, page_buffers_mib: backingStorageSize / MIB, run_s, scrub_ms }
}

/** Goes to a moment of the run's first half and back to its newest, as a person does. Returns how long the way there took. */
async function scrub(page) {
  const scrubber = page.getByTestId('scrubber')
  const { x, y, width, height } = await scrubber.boundingBox()
  const place = 0.05 + 0.45 * Math.random()
  const begun_ms = performance.now()
  await page.mouse.click(x + width * place, y + height / 2)
  await page.waitForFunction(
    () => {
      const { ariaValueNow, ariaValueMax } = document.querySelector('[data-testid=scrubber]')
      return Number(ariaValueNow) < 0.7 * Number(ariaValueMax)
    },
    undefined,
    { timeout: SCRUB_TIMEOUT_MS }
  )
  const took_ms = performance.now() - begun_ms
  await scrubber.press('End')
  return took_ms
}

/** Resident memory of the lab's processes and the page's, and the size of the recording. */
function measureLab() {
  const row = { node_max_mib: 0, page_process_mib: 0, clients_mib: 0, fabric_mib: 0, lab_mib: 0 }
  for (const { words, resident_mib } of descendants(process.pid)) {
    const column = columnOf(words)
    if (column) row[column] = Math.max(row[column], resident_mib)
  }
  return { ...row, recording_mib: folderBytes(folder, /^events.*\.gz$/) / MIB }
}

function columnOf(words) {
  if (words.some((word) => word.includes('--type=renderer'))) return 'page_process_mib'
  const program = words.slice(0, 2).map((word) => basename(word))[1]
  return PROGRAMS[program] ?? null
}

/** Living descendants of a process (Linux). */
function descendants(pid) {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []))
  const found = new Set([pid])
  for (let size = 0; size < found.size;) {
    size = found.size
    for (const { pid: child, parent } of all) if (found.has(parent)) found.add(child)
  }
  return all.filter((one) => one.pid !== pid && found.has(one.pid))
}

/** null: it has ended. */
function readProcess(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return { pid, parent: field('PPid'), resident_mib: field('VmRSS') / 1024, words }
  } catch {
    return null
  }
}

function folderBytes(path, name) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => name.test(entry.name))
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name), { throwIfNoEntry: false }))
    .reduce((sum, stat) => sum + (stat?.size ?? 0), 0)
}

/** The page's address, token included, from what the lab prints. */
async function printedAddress() {
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(line)?.[0]
    if (address === undefined) continue
    server.stdout.resume()
    return address
  }
  throw new Error('netsplit serve ended without printing an address')
}

async function startBusyRun({ origin, searchParams }, count) {
  const yaml = `
name: soak
title: ${count} busy clients
cluster: { protocol: raft, nodes: 5 }
workload: { clients: ${count}, think_time: 2ms }
`
  const socket = io(origin, {
    auth: { token: searchParams.get('token') },
    extraHeaders: { origin },
    parser,
    transports: ['websocket']
  })
  const answer = await socket.timeout(60_000).emitWithAck('command', { command: 'run', yaml })
  socket.close()
  if (!answer.ok) throw new Error(answer.error)
}

function printCurve(name, rows) {
  const most = Math.max(...rows.map((row) => row[name]))
  console.log(`\n${name}, at most ${round(most)}`)
  const step = Math.max(1, Math.ceil(rows.length / CURVE_LINES))
  for (let at = step - 1; at < rows.length; at += step) {
    const { minute, [name]: value } = rows[at]
    console.log(
      `${minute.toFixed(1).padStart(6)} ${String(round(value)).padStart(7)} ${'#'.repeat((value / most) * BAR_CHARACTERS)}`
    )
  }
}

function round(value) {
  return Math.round(value * 10) / 10
}
