/** Markdown text → lesson, or every mistake in it with its place. */
import type { Token } from 'markdown-it'
import type { z } from 'zod'
import { describeIssue } from '../scenario/describe-issue'
import { parseSource } from '../scenario/source'
import type { ScenarioError, SourceParse, Validated } from '../scenario/source'
import type { ValidationError } from '../scenario/validation-error'
import { explainSchema, headSchema, notesSchema, runSchema, seeSchema, trySchema } from './lesson'
import type { Lesson, LessonHead, Notes, Step, StepData, StepKind } from './lesson'
import { predictionSchema } from './prediction'
import { figuresOf, markdown, proseOf, ProseError } from './prose'
import { runAfter } from './runs'
import { StepRules } from './step-rules'
import type { LessonContext } from './step-rules'

/** The data of each kind of step, as the block of its name has it. */
const SCHEMAS = {
  predict: predictionSchema,
  run: runSchema,
  see: seeSchema,
  explain: explainSchema,
  try: trySchema
} as const satisfies Record<StepKind, z.ZodType>
const KINDS = Object.keys(SCHEMAS) as StepKind[]
/** The word after the backticks of a block for whoever teaches. */
const NOTES = 'notes'

/** Lines are counted from 0 within the file. */
interface Section {
  readonly title: string
  readonly line: number
  readonly tokens: readonly Token[]
}

/** Parses and checks a lesson. `file` only names the text in errors; `id` is the file's name without `.md`. */
export function parseLesson(text: string, file: string, id: string, context: LessonContext): SourceParse<Lesson> {
  const front = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!front) {
    const missing = 'a lesson begins with its title, section and so on between two lines of ---'
    return { ok: false, errors: [{ file, line: 1, column: 1, text: missing }] }
  }
  const errors: ScenarioError[] = []
  const head = parseBlock(front[1]!, file, 1, headSchema, 'fields such as title, section, minutes')
  if (!head.ok) errors.push(...head.errors)
  const body_line = text.slice(0, front[0].length).split('\n').length - 1
  const steps = new StepReader(file, body_line, context).read(text.slice(front[0].length), errors)
  if (steps.length === 0 && errors.length === 0)
    errors.push({ file, line: body_line + 1, column: 1, text: 'a lesson needs at least one step: a heading of two #' })
  if (!head.ok || errors.length > 0) return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
  return { ok: true, value: { ...(head.value as LessonHead), id, steps } }
}

class StepReader {
  private readonly rules: StepRules

  constructor(
    private readonly file: string,
    private readonly body_line: number,
    context: LessonContext
  ) {
    this.rules = new StepRules(context)
  }

  read(body: string, errors: ScenarioError[]): Step[] {
    const steps: Step[] = []
    for (const section of this.sections(body, errors)) {
      const step = this.step(section, errors)
      if (step) steps.push(step)
    }
    steps.forEach((step, i) => {
      for (const mistake of this.rules.rightAnswer(step, runAfter({ steps }, i)))
        errors.push(this.error(step.line - this.body_line - 1, mistake))
    })
    return steps
  }

  /** What stands under each heading of two #. */
  private sections(body: string, errors: ScenarioError[]): Section[] {
    const tokens = markdown.parse(body, {})
    const starts = tokens.flatMap(({ type, tag }, at) => (type === 'heading_open' && tag === 'h2' ? at : []))
    const before = tokens[0]
    if (before && starts[0] !== 0)
      errors.push(this.error(before.map?.[0] ?? 0, 'this stands before the first step: a step begins with a heading of two #'))
    return starts.map((at, i) => ({
      title: tokens[at + 1]!.content,
      line: tokens[at]!.map![0],
      // After the heading's three tokens.
      tokens: tokens.slice(at + 3, starts[i + 1] ?? tokens.length)
    }))
  }

  private step({ title, line, tokens }: Section, errors: ScenarioError[]): Step | null {
    const all_fences = tokens.filter(({ type }) => type === 'fence')
    const fences = all_fences.filter((one) => !isNotes(one))
    const notes_fences = all_fences.filter(isNotes)
    const extra = fences[1] ?? notes_fences[1]
    if (extra) {
      const what = isNotes(extra) ? 'notes' : 'data'
      errors.push(this.error(extra.map![0], `a step has one block of ${what}: begin another step, with a heading of two #`))
      return null
    }
    const fence = fences[0]
    const kind = fence === undefined ? 'explain' : fence.info.trim()
    if (!isKind(kind)) {
      errors.push(
        this.error(fence!.map![0], `unknown kind of step ${kind || '(none)'}; expected one of ${[...KINDS, NOTES].join(', ')}`)
      )
      return null
    }
    const data = this.data(kind, fence, errors)
    const text = this.text(tokens, errors)
    const notes = notes_fences[0] && this.notes(notes_fences[0], errors)
    if (data === null || text === null || notes === null) return null
    const figures = figuresOf(text)
    for (const mistake of this.rules.figures(data, figures)) errors.push(this.error(line, mistake))
    return { title, text, ...(notes && { notes }), line: this.body_line + line + 1, ...data }
  }

  private notes(fence: Token, errors: ScenarioError[]): Notes | null {
    const first_line = this.body_line + fence.map![0] + 1
    const parsed = parseBlock(fence.content, this.file, first_line, notesSchema, 'minutes, and points to make')
    if (parsed.ok) return parsed.value
    errors.push(...parsed.errors)
    return null
  }

  private data(kind: StepKind, fence: Token | undefined, errors: ScenarioError[]): StepData | null {
    if (kind === 'explain') return { kind }
    const first_line = this.body_line + fence!.map![0] + 1
    const parsed = parseBlock(
      fence!.content,
      this.file,
      first_line,
      SCHEMAS[kind],
      `the fields of a step of kind ${kind}`,
      (value) => this.rules.check(kind, value)
    )
    if (!parsed.ok) {
      errors.push(...parsed.errors)
      return null
    }
    const named = { kind, [kind === 'try' ? 'attempt' : kind]: parsed.value } as unknown as StepData
    this.rules.take(named)
    return named
  }

  private text(tokens: readonly Token[], errors: ScenarioError[]) {
    try {
      return proseOf(tokens.filter(({ type }) => type !== 'fence'))
    } catch (error) {
      if (!(error instanceof ProseError)) throw error
      errors.push(this.error(error.line, error.message))
      return null
    }
  }

  /** `line`: of the body, from 0. */
  private error(line: number, text: string): ScenarioError {
    return { file: this.file, line: this.body_line + line + 1, column: 1, text }
  }
}

function isKind(name: string): name is StepKind {
  return Object.hasOwn(SCHEMAS, name)
}

function isNotes({ info }: Token): boolean {
  return info.trim() === NOTES
}

/** Some YAML of a file; its first line stands at `first_line`, from 0. */
function parseBlock<Schema extends z.ZodType>(
  text: string,
  file: string,
  first_line: number,
  schema: Schema,
  expected: string,
  check: (value: z.infer<Schema>) => readonly ValidationError[] = () => []
): SourceParse<z.infer<Schema>> {
  const validate = (content: unknown): Validated<z.infer<Schema>> => {
    const parsed = schema.safeParse(content)
    if (!parsed.success)
      return { validation_errors: parsed.error.issues.flatMap((issue) => describeIssue(issue, content, schema)) }
    const validation_errors = check(parsed.data)
    return validation_errors.length > 0 ? { validation_errors } : { value: parsed.data }
  }
  const parsed = parseSource(text, file, expected, validate)
  if (parsed.ok) return parsed
  return { ok: false, errors: parsed.errors.map((error) => ({ ...error, line: error.line + first_line })) }
}
