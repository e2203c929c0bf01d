import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLesson } from '../../../src-shared/lessons/parse'
import { marksSchema } from '../../../src-shared/lessons/marks'
import { METRICS } from '../../../src-shared/protocols/metrics'
import { scenarioOfLesson } from '../../../src-main/lessons/lesson-files'
import { readThrough } from '../../../src-main/lessons/read-through'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { parse as parseYaml } from 'yaml'

const page = readFileSync('docs/how-to/write-a-lesson.md', 'utf8')

function scenarioOf(name: string): Scenario {
  const { parse } = scenarioOfLesson('resources/lessons/consensus/lesson.md', name)
  if (!parse.ok) throw new Error(`no scenario ${name}`)
  return parse.scenario
}

describe('the page on writing lessons', () => {
  it('has a whole lesson, which can be read and holds', () => {
    const [, text] = /^````markdown\n([\s\S]*?)^````$/m.exec(page)!
    const context = { scenarios: ['textbook-calm'], metrics: METRICS.map(({ name }) => name) }
    const lesson = parseLesson(text!, 'lesson.md', 'lesson', context)
    if (!lesson.ok) throw new Error(JSON.stringify(lesson.errors))
    expect(lesson.value.steps.map(({ kind }) => kind)).toEqual(['predict', 'run', 'see', 'try'])
    expect(readThrough(lesson.value, scenarioOf).flatMap(({ mistakes }) => mistakes)).toEqual([])
  })

  it('shows marks as they are written', () => {
    const [, text] = /^```yaml\n([\s\S]*?)^```$/m.exec(page)!
    expect(marksSchema.safeParse((parseYaml(text!) as { marks: unknown }).marks).success).toBe(true)
  })
})
