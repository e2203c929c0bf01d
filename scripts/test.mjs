/** `npm test`: everything that must hold, with each stage's time. What computes runs beside what waits. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { electronExecutable } from './electron-binary.mjs'
import { binOf, ROOT } from './paths.mjs'
import { runNode, runNodeInBackground } from './process.mjs'
import { ensureTestPackages } from './system-packages.mjs'

const REPORTS = join(ROOT, 'test-results', 'reports')
/** Of vitest, by the report that they leave: projects of one report share their workers, and so what those loaded. */
const PROJECTS = { computing: ['unit', 'simulation'], 'real-time': ['integration'] }

const optionsOf = (env) => ({ cwd: ROOT, env: { ...process.env, ...env } })

/** Runs a package's command in the repository; resolves to its exit code. */
const tool = (command, args = [], { packageName, env } = {}) => runNode(binOf(command, packageName), args, optionsOf(env))

/** The same in the time that others leave; resolves to its exit code and output. */
const toolInBackground = (command, args = [], { packageName, env } = {}) =>
  runNodeInBackground(binOf(command, packageName), args, optionsOf(env))

/** Runs the projects of a report, for the count at the end. */
const vitest = (run, report) =>
  run(
    'vitest',
    [
      'run',
      ...PROJECTS[report].map((project) => `--project=${project}`),
      ...['--reporter=default', '--reporter=json', `--reporter=${join(ROOT, 'scripts', 'unhandled-errors-reporter.mjs')}`],
      `--outputFile.json=${join(REPORTS, `${report}.json`)}`
    ],
    { env: { UNHANDLED_ERRORS_FILE: join(REPORTS, `${report}-errors.json`) } }
  )

// One or two for each view, most of them in a browser alone. The others have a command of their own: `npm run test:e2e:long`.
const LONG = '@long$|^electron .*@long-in-electron'

const playwright = () =>
  // Beside all that computes a moment may be missed; what is wrong fails twice.
  tool('playwright', ['test', '--retries=1', `--grep-invert=${LONG}`, '--reporter=list,json'], {
    packageName: '@playwright/test',
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(REPORTS, 'e2e.json') }
  })

/** Later stages need these; they stop the run when they fail. */
const PREPARATION = {
  'Electron and system packages': async () => ensureTestPackages(await electronExecutable()),
  build: () => tool('electron-vite', ['build', '--logLevel', 'warn']),
  'build of the lab in a tab': () => tool('vite', ['build', '--config', 'vite-web.config.mts', '--logLevel', 'warn'])
}
/** What computes, in the time that clusters of real processes leave. Formatting, typed rules and unused exports: `npm run lint`. */
const STATIC_CHECKS = [
  {
    eslint: () => toolInBackground('eslint', ['.'])
  },
  {
    'type check of the processes': () =>
      // Its compiler in native code takes a quarter of the processor time; other tools need the one in JavaScript.
      toolInBackground('tsc', ['--noEmit', '--singleThreaded', '-p', 'tsconfig.node.json'], { packageName: 'typescript-native' }),
    'type check of the page': () => toolInBackground('vue-tsc', ['--noEmit', '-p', 'tsconfig.web.json'])
  }
]
const COMPUTING_TESTS = {
  'unit and simulation tests': () => vitest(toolInBackground, 'computing')
}
/** What runs in real time, and mostly waits: one after the other, so that clusters do not disturb each other. */
const REAL_TIME_TESTS = {
  'integration tests': () => vitest(tool, 'real-time'),
  'end-to-end tests': playwright
}

/** Runs one stage; true when it passed. The output of one in the background appears in one piece at its end. */
async function stage(name, work, { in_background = false } = {}) {
  const title = `\n── ${name}`
  if (!in_background) console.log(title)
  const start = performance.now()
  let passed = false
  try {
    const ended = await work()
    if (in_background) console.log(`${title}\n${ended.output.trimEnd()}`)
    passed = !(in_background ? ended.code : ended)
  } catch (error) {
    console.error(error.message)
  }
  times.push(`${passed ? 'ok    ' : 'FAILED'} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${name}`)
  return passed
}

/** One after the other, whether they pass or not; true when all did. */
async function stages(works, options) {
  let passed = true
  for (const [name, work] of Object.entries(works)) passed = (await stage(name, work, options)) && passed
  return passed
}

/** True when all passed. Two lists of static checks at the same time, each about as long as the other, so that both cores work. */
async function computing() {
  const options = { in_background: true }
  const checked = await Promise.all(STATIC_CHECKS.map((checks) => stages(checks, options)))
  return [...checked, await stages(COMPUTING_TESTS, options)].every(Boolean)
}

/** Tests that passed and failed, over all reports that the stages left. */
function count() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const name of Object.keys(PROJECTS)) {
    const report = read(`${name}.json`)
    total.passed += report?.numPassedTests ?? 0
    total.failed += report?.numFailedTests ?? 0
    total.skipped += report?.numPendingTests ?? 0
  }
  const e2e = read('e2e.json')?.stats
  total.passed += (e2e?.expected ?? 0) + (e2e?.flaky ?? 0)
  total.failed += e2e?.unexpected ?? 0
  total.skipped += e2e?.skipped ?? 0
  return total
}

/** A line for each test that failed, with the first line of why: the last that is printed, where it is found. */
function failures() {
  const found = []
  for (const report of Object.keys(PROJECTS)) {
    for (const { name: file, message, assertionResults } of read(`${report}.json`)?.testResults ?? []) {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      for (const { fullName, failureMessages } of failed) found.push({ file, title: fullName, why: failureMessages[0] })
      if (failed.length === 0 && message) found.push({ file, title: 'the file', why: message })
    }
  }
  for (const report of Object.keys(PROJECTS))
    for (const why of read(`${report}-errors.json`) ?? [])
      found.push({ file: join(ROOT, 'test'), title: 'outside of all tests', why })
  for (const { file, title, ok, tests } of specsOf({ suites: read('e2e.json')?.suites })) {
    if (!ok) found.push({ file, title, why: tests[0]?.results.at(-1)?.error?.message })
  }
  return found.map(({ file, title, why }) => `FAILED ${relative(ROOT, file)}: ${title}: ${firstLines(String(why))}`)
}

/** The message, and where it was thrown. */
function firstLines(text) {
  const [message, ...stack] = text.split('\n')
  const place = stack.find((line) => line.includes(ROOT))?.trim()
  return place ? `${message} (${place})` : message
}

/** A line for each end-to-end test that passed at its second try alone, with why the first failed. */
function flaky() {
  return specsOf({ suites: read('e2e.json')?.suites }).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'flaky')
      .map(({ results }) => `FLAKY  ${file}: ${title}: ${String(results[0]?.error?.message).split('\n')[0]}`)
  )
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)]
}

function read(name) {
  const file = join(REPORTS, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

const times = []
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
let passed = true
for (const [name, work] of Object.entries(PREPARATION)) passed &&= await stage(name, work)
if (passed) passed = (await Promise.all([stages(REAL_TIME_TESTS), computing()])).every(Boolean)

const total = count()
console.log(`\n${times.join('\n')}`)
for (const line of [...flaky(), ...failures()]) console.log(line)
if (total.skipped > 0) console.log(`${total.skipped} skipped`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = passed ? 0 : 1
