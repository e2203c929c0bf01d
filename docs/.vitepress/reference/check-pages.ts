/** The reference of what runs are held against. */
import { FORMAT_NAMES } from '../../../src-main/checkers/formats/formats'
import { CONSISTENCY_MODELS, MODEL_TITLES, DATA_TYPES, DIRECTLY_IMPLIED } from '../../../src-shared/consistency'
import { definitions } from '../../../src-shared/protocols/registry'
import { CHECK_NAMES } from '../../../src-shared/scenario/sections/checks'
import { entryOf } from '../../../src-shared/text/terms'
import { codes, code, joined, plain, section, table } from './markdown'
import { namedTable } from './protocol-page'

export function modelPage(): string {
  return joined(
    '# Consistency models',
    'A history can be held against each of these, the strongest first. What obeys one obeys what follows from it as well. How one is judged: ' +
      '[Judge a history](../how-to/judge-a-history.md).',
    table(
      ['Model', 'Title', 'Meaning', 'Implies directly'],
      CONSISTENCY_MODELS.map((model) => [
        code(model),
        MODEL_TITLES[model],
        plain(entryOf(MODEL_TITLES[model])?.text ?? entryOf(model)?.text ?? ''),
        codes(DIRECTLY_IMPLIED[model])
      ])
    ),
    section(
      'Data types',
      `\`linearizable\` and \`sequential\` need to know what operations mean: ${codes(DATA_TYPES)}. Registers and counters are held against all models, ` +
        'sets and queues against `linearizable` alone.'
    ),
    section('Formats of histories', codes(FORMAT_NAMES))
  )
}

export function checkPage(): string {
  return joined(
    '# Checks and invariants',
    `A scenario names under \`checks\` what the whole run is held against: ${codes(CHECK_NAMES)}. \`invariants\` watches the events of the protocol while ` +
      'the run goes on; the others judge the history of operations afterwards, see [Consistency models](consistency-models.md).',
    ...definitions.map(({ description }) => section(plain(description.title), namedTable('Invariant', description.invariants)))
  )
}
