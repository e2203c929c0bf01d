import { describe, expect, it } from 'vitest'
import { parseLesson } from '../../../src-shared/lessons/parse'
import { formatScenarioError } from '../../../src-shared/scenario/parse'

const HEAD = `---
title: Who leads next
section: consensus
order: 2
minutes: 12
outcome: follow an election
idea: Whoever times out first asks first.
---
`
const RUN = `## The links of A are cut

\`\`\`run
name: election
scenario: textbook
marks:
  cut: { event: fault-started }
  elected: { event: role, where: { role: leader }, after: cut }
until: elected
\`\`\`

Watch the *rings*. It took {{between cut elected}}.
`
const NOTES = '\n```notes\nminutes: 4\npoints:\n  - Let all vote first.\n```\n'
const context = { scenarios: ['textbook'], metrics: ['elections'] }
const parse = (text: string) => parseLesson(text, 'x.md', 'x', context)

/** The mistakes, as a terminal shows them. */
function mistakes(text: string): string[] {
  const parsed = parse(text)
  return parsed.ok ? [] : parsed.errors.map(formatScenarioError)
}

describe('a lesson', () => {
  it('has notes for whoever teaches, beside a block of data or alone', () => {
    const parsed = parse(HEAD + RUN + NOTES + '\n## Why\n' + NOTES + '\nA majority.\n\n## End\n\nThat is all.\n')
    const notes = { minutes: 4, points: ['Let all vote first.'] }
    expect(parsed).toMatchObject({
      ok: true,
      value: { steps: [{ kind: 'run', notes }, { kind: 'explain', notes, text: [{ type: 'paragraph' }] }, { kind: 'explain' }] }
    })
    expect(parsed.ok && parsed.value.steps[2]).not.toHaveProperty('notes')
  })

  it('is its head and its steps, with texts ready to be drawn', () => {
    const parsed = parse(HEAD + RUN)
    if (!parsed.ok) throw new Error(mistakes(HEAD + RUN).join('\n'))
    const [step] = parsed.value.steps
    expect(parsed.value).toMatchObject({ id: 'x', title: 'Who leads next', section: 'consensus', after: [] })
    expect(step).toMatchObject({
      kind: 'run',
      title: 'The links of A are cut',
      line: 9,
      run: { until: 'elected', limit: 60_000 }
    })
    expect(step!.text).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'Watch the ' },
          { type: 'emphasis', children: [{ type: 'text', text: 'rings' }] },
          { type: 'text', text: '. It took ' },
          { type: 'figure', figure: { of: 'between', from: 'cut', to: 'elected' } },
          { type: 'text', text: '.' }
        ]
      }
    ])
  })

  it('keeps numbers and their units on one line', () => {
    const parsed = parse(`${HEAD}## Why\n\nB waits 180 ms of 2 s, as 70 % do, and 3 sets meet.\n`)
    const said = 'B waits 180\u00a0ms of 2\u00a0s, as 70\u00a0% do, and 3 sets meet.'
    expect(parsed.ok && parsed.value.steps[0]!.text).toEqual([{ type: 'paragraph', children: [{ type: 'text', text: said }] }])
  })

  it('that has lists, tables, strong words and code is read', () => {
    const text = `${HEAD}## Why\n\n1. one\n2. two \`x\`\n\n| N | majority |\n| --- | --- |\n| 3 | **2** |\n`
    const parsed = parse(text)
    expect(mistakes(text)).toEqual([])
    expect(parsed.ok && parsed.value.steps[0]!.text.map(({ type }) => type)).toEqual(['list', 'table'])
  })
})

it('a name that is not as names are is a mistake at its place, in one sentence', () => {
  expect(mistakes(HEAD + RUN.replaceAll('elected', 'who_leads'))[0]).toBe(
    'x.md:16:3: marks.who_leads: expected a name of lower-case letters, digits and -, but the name is "who_leads"'
  )
})

it('the text of a step that shows an earlier run takes its figures from that run', () => {
  const other = RUN.replace('name: election', 'name: other').replaceAll('elected', 'led')
  const see = '## Back\n\n```see\nrun: election\n```\n\nIt took {{between cut elected}}.\n'
  expect(mistakes(HEAD + RUN + other + see)).toEqual([])
  expect(mistakes(HEAD + RUN + other + see.replace('run: election', 'run: other'))).toHaveLength(1)
})

describe('runs over each other', () => {
  const fork = (name: string, at: string) =>
    RUN.replace('name: election', `name: ${name}`)
      .replaceAll('elected', 'led')
      .replace(/ {2}cut: .*\n/, '')
      .replace(', after: cut', '')
      .replace('scenario: textbook', `fork: { of: election, at: ${at}, change: { do: act, action: { do: crash, node: B } } }`)
  const see = (fields: string) => `## All\n\n\`\`\`see\n${fields}\n\`\`\`\n`
  const runs = HEAD + RUN + fork('first', 'cut') + fork('second', 'cut') + fork('late', 'elected')

  it('are futures of one moment, or what they branch off, seen by a chart or a belief', () => {
    expect(mistakes(runs + see('run: first\nbeside: [election, second]\nat: cut\npoint: { belief: A }'))).toEqual([])
  })
  it.each([
    ['of another moment', 'run: first\nbeside: [late]\npoint: { chart: terms }', 'expected other futures of one moment'],
    ['that do not exist', 'run: first\nbeside: [secnd]\npoint: { chart: terms }', 'unknown run secnd; did you mean "second"?'],
    ['without the moment', 'run: first\nbeside: [election]\nat: led\npoint: { chart: terms }', 'election has no mark led'],
    [
      'without anything to compare',
      'run: first\nbeside: [second]\npoint: { node: A }',
      'runs are laid over each other by a chart'
    ]
  ])('cannot be those %s', (_, fields, told) => {
    expect(mistakes(runs + see(fields))[0]).toContain(told)
  })
})

describe('a mistake in a lesson', () => {
  it.each([
    ['a head that is missing', RUN, 'x.md:1:1: a lesson begins with its title, section and so on between two lines of ---'],
    [
      'a field of the head',
      HEAD.replace('minutes: 12', 'minutes: 99') + RUN,
      'x.md:5:10: minutes: expected a number of at most 30, but found 99'
    ],
    ['an unknown section', HEAD.replace('consensus', 'consenus') + RUN, 'x.md:3:10: section: expected one of two-computers, '],
    [
      'a kind of step',
      HEAD + RUN.replace('```run', '```runs'),
      'x.md:11:1: unknown kind of step runs; expected one of predict, run, see, explain, try'
    ],
    [
      'an unknown scenario',
      HEAD + RUN.replace('textbook', 'textbok'),
      'x.md:13:11: unknown scenario textbok; did you mean "textbook"?'
    ],
    [
      'an unknown event',
      HEAD + RUN.replace('event: role', 'event: rolle'),
      'x.md:16:21: unknown event rolle; did you mean "role"?'
    ],
    [
      'a mark that is not there',
      HEAD + RUN.replace('until: elected', 'until: led'),
      'x.md:17:8: unknown mark led; expected one of cut, elected'
    ],
    [
      'a mark in the text',
      HEAD + RUN.replace('between cut elected', 'between cut led'),
      'x.md:9:1: unknown mark led; expected one of cut, elected'
    ],
    ['what is no figure', HEAD + RUN.replace('between cut elected', 'took'), 'x.md:20:1: {{took}}: expected between MARK MARK'],
    ['what a text cannot have', `${HEAD}## Why\n\n> quoted\n`, "x.md:11:1: a lesson's text cannot have blockquote here"],
    ['a link', `${HEAD}## Why\n\nSee [this](https://x.org).\n`, "x.md:11:1: a lesson's text cannot have link"],
    ['two blocks in a step', HEAD + RUN + '\n```see\nrun: election\n```\n', 'x.md:22:1: a step has one block of data'],
    ['two notes in a step', HEAD + RUN + NOTES + NOTES, 'x.md:28:1: a step has one block of notes'],
    ['notes without a point', HEAD + RUN + NOTES.replace(/  - .*\n/, ''), 'x.md:24:8: points: expected a list'],
    ['text before the first step', `${HEAD}Hello.\n\n${RUN}`, 'x.md:9:1: this stands before the first step'],
    ['no step', HEAD, 'x.md:9:1: a lesson needs at least one step']
  ])('is told with its place: %s', (_, text, told) => {
    const [first] = mistakes(text)
    expect(first?.slice(0, told.length)).toBe(told)
  })

  it('is one sentence for each', () => {
    const text = HEAD.replace('order: 2', 'order: two') + RUN.replace('until: elected', 'until: led')
    expect(mistakes(text)).toHaveLength(2)
  })
})
