/** The reference of the event stream, of recordings, and of what a page may ask the lab for. */
import { RECORDING_FILES, RECORDING_FORMAT } from '../../../src-main/lab/recording/recording-files'
import { KERNEL_KINDS } from '../../../src-shared/events'
import { EXPORT_FORMATS, labCommandSchema } from '../../../src-shared/lab-api'
import { code, codes, joined, plain, section, table } from './markdown'
import { fieldNames, jsonSchemaOf, variantsOf } from './schema-tables'

const FILE_TEXTS: Readonly<Record<keyof typeof RECORDING_FILES, string>> = {
  about: 'The format’s number and the version of the program that wrote it',
  scenario: 'The scenario as it was run',
  events: 'All events, one JSON object a line, in gzip members of their own: what is damaged stays within its part',
  history: 'What clients asked and were told, one JSON object a line',
  result: 'Verdicts, expectations, metrics and faults'
}

export function eventPage(): string {
  return joined(
    '# Events',
    'A run is one ordered stream of events. Each has `t`, the microseconds of run time; `seq`, its place in the stream from 1; and `kind`. These are the ' +
      'kernel’s kinds. What protocols tell besides comes as `kind: fact` with `fact` (its name), `node` and `data`: the page of each protocol lists its facts.',
    'The volume says how frequent a kind is: messages, marks and gauges are sampled or dropped first when there are too many.',
    table(
      ['Kind', 'Volume', 'Fields'],
      Object.entries(KERNEL_KINDS).map(([kind, { volume, fields }]) => [code(kind), volume, codes(Object.keys(fields))])
    )
  )
}

export function recordingPage(): string {
  return joined(
    '# Recordings and exports',
    `A recording is a folder. This is format ${RECORDING_FORMAT}; a reader refuses those that it would misread.`,
    table(
      ['File', 'What it holds'],
      Object.entries(RECORDING_FILES).map(([part, file]) => [code(file), plain(FILE_TEXTS[part as keyof typeof RECORDING_FILES])])
    ),
    'Of a long run the newest minutes keep all messages, older ones a share of them, and a `sampling` event says so. A run that was killed leaves what it had written up to ' +
      'about a second before.',
    section('Exports', `Formats: ${codes(EXPORT_FORMATS)}. How to get them: [Export a run](../how-to/export.md).`)
  )
}

export function labApiPage(): string {
  return joined(
    '# The lab’s interface',
    'What a page may ask the lab for, over a socket or of the worker in the same tab. Each command is held against its schema; an answer is `{ ok: true, … }` ' +
      'or `{ ok: false, error }` with one sentence. It is the interface between the parts of this program and may change with its version.',
    table(
      ['Command', 'Fields', 'Meaning'],
      variantsOf(jsonSchemaOf(labCommandSchema), 'command').map(({ name, schema }) => [
        code(name),
        fieldNames(schema),
        plain(schema.description ?? '')
      ])
    )
  )
}
