import { MODEL_TITLES } from '../../../src-shared/consistency'
import type { Judgement } from '../../../src-shared/consistency'
import { firstBadLine } from '../input/history-input'
import type { HistoryInput } from '../input/history-input'

/** One judgement and all that speaks for it. */
export function describeJudgement(judgement: Judgement, input: HistoryInput): string {
  const line = firstBadLine(judgement, input)
  return [
    `${heading(judgement)}. ${judgement.text}`,
    ...(judgement.counterexample?.lines ?? []).map((evidence) => `  ${evidence}`),
    ...(line === null ? [] : [`First bad line: ${line}`]),
    ...Object.entries(judgement.figures).map(([name, value]) => `${name}: ${value}`)
  ].join('\n')
}

/** `Linearizable`, `Not linearizable`, `Undecided`: the model's name where it holds. */
function heading({ model, verdict }: Judgement): string {
  const title = MODEL_TITLES[model]
  if (verdict === 'undecided') return 'Undecided'
  if (model === 'linearizable') return verdict === 'holds' ? title : `Not ${title.toLowerCase()}`
  return `${title}: ${verdict}`
}

/** One line for each model. */
export function describeTable(judgements: readonly Judgement[]): string {
  const width = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length))
  const title_width = width(judgements.map(({ model }) => MODEL_TITLES[model]))
  const verdict_width = width(judgements.map(({ verdict }) => verdict))
  return judgements
    .map(({ model, verdict, text }) => `${MODEL_TITLES[model].padEnd(title_width)}  ${verdict.padEnd(verdict_width)}  ${text}`)
    .join('\n')
}
