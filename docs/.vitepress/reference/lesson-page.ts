/** The reference of lesson files. */
import type { z } from 'zod'
import { claimSchema } from '../../../src-shared/lessons/claims'
import { headSchema, runSchema, seeSchema, trySchema } from '../../../src-shared/lessons/lesson'
import { markSchema } from '../../../src-shared/lessons/marks'
import { predictionSchema } from '../../../src-shared/lessons/prediction'
import { SECTIONS } from '../../../src-shared/lessons/sections'
import { code, joined, plain, section, table } from './markdown'
import { fieldTable, jsonSchemaOf, variantsOf } from './schema-tables'

const RUN = {
  marks: 'marks by name, see [Marks](#marks)',
  claims: 'a list, see [Claims](#claims)',
  'hand[].action': 'a fault, see [Faults](faults.md)',
  'solution[].action': 'a fault, see [Faults](faults.md)',
  'fork.change': 'what is done there instead, such as `{ do: act, action: … }`'
}

export function lessonPage(): string {
  const fields = (schema: z.ZodType) => fieldTable(jsonSchemaOf(schema), RUN)
  return joined(
    '# Lesson format',
    'What each block of a lesson may have. How one is written, with an example: [Write a lesson](../how-to/write-a-lesson.md).',
    section('Head', fields(headSchema)),
    ...variantsOf(jsonSchemaOf(predictionSchema), 'ask').map(({ name, schema }) =>
      section(`predict, ask: ${name}`, fieldTable(schema))
    ),
    section('run', fields(runSchema)),
    section('see', fields(seeSchema)),
    section('try', fields(trySchema)),
    section('Marks', fields(markSchema)),
    section('Claims', fields(claimSchema)),
    section(
      'Sections of the chapter',
      table(
        ['Section', 'Title', 'About'],
        SECTIONS.map(({ id, title, summary }) => [code(id), plain(title), plain(summary)])
      )
    )
  )
}
