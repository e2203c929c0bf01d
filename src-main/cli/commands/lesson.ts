import { defineCommand } from 'citty'
import { formatScenarioError } from '../../../src-shared/scenario/parse'
import { readLesson, scenarioOfLesson, shippedLessons } from '../../lessons/lesson-files'
import type { LessonFile } from '../../lessons/lesson-files'
import { readThrough } from '../../lessons/read-through'
import type { StepReport } from '../../lessons/read-through'
import { EXIT_CODES, requireKnown, UsageError } from '../input/usage'

const checkArgs = {
  file: {
    type: 'positional',
    required: false,
    description: 'A lesson: a file, or the name of a shipped one; absent: all that are shipped'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description: 'Play a lesson in simulation with every answer: exits 0 when all of it holds, 1 when something does not'
  },
  args: checkArgs,
  run({ args: given }) {
    requireKnown(given, checkArgs)
    const files = given.file === undefined ? shippedLessons() : [found(given.file)]
    const broken = files.flatMap(({ parse }) => (parse.ok ? [] : parse.errors))
    if (broken.length > 0) throw new UsageError(broken.map(formatScenarioError).join('\n'))
    const passed = files.map((file) => check(file, given.json === true))
    process.exitCode = passed.every(Boolean) ? EXIT_CODES.passed : EXIT_CODES.failed
  }
})

export const lessonCommand = defineCommand({
  meta: { name: 'lesson', description: 'Work on lessons' },
  subCommands: { check: checkCommand }
})

function found(path_or_name: string): LessonFile {
  try {
    return readLesson(path_or_name)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** True when nothing was found wrong. */
function check(file: LessonFile, as_json: boolean): boolean {
  if (!file.parse.ok) return false
  const lesson = file.parse.value
  const reports = readThrough(lesson, (name) => {
    const { parse } = scenarioOfLesson(file.path, name)
    if (!parse.ok) throw new Error(parse.errors.map(formatScenarioError).join('; '))
    return parse.scenario
  })
  const passed = reports.every(({ mistakes }) => mistakes.length === 0)
  if (as_json) console.log(JSON.stringify({ type: 'lesson', lesson: file.id, passed, steps: reports }))
  else console.log(describe(file, reports, passed))
  return passed
}

function describe({ id, path }: LessonFile, reports: readonly StepReport[], passed: boolean): string {
  const lines = reports.flatMap(({ line, claims, mistakes }) => [
    ...claims.filter(({ met }) => met).map(({ text, observed }) => `  ✓ ${text} (${observed})`),
    ...mistakes.map((mistake) => `  ✗ ${path}:${line}: ${mistake}`)
  ])
  return [`${passed ? '✓' : '✗'} ${id}`, ...lines].join('\n')
}
