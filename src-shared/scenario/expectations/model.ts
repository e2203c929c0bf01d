import { z } from 'zod'
import { CONSISTENCY_MODELS, CONSISTENCY_TITLES } from '../../consistency'
import { defineExpectation } from './expectation-kind'

/** The history under a consistency model: what a model that the protocol does not promise comes to is worth showing too. */
export const model = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('model').describe('The history keeps a consistency model, or breaks it.'),
    model: z.enum(CONSISTENCY_MODELS).describe('The consistency model.'),
    verdict: z.enum(['holds', 'violated']).default('holds').describe('What the history comes to under it.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  describe: ({ model, verdict }) => `${CONSISTENCY_TITLES[model]} ${verdict === 'holds' ? 'holds' : 'is violated'}`,
  observe({ model, verdict }, { judgements }) {
    const found = judgements.find((judgement) => judgement.model === model)
    if (!found) return { met: false, observed: 'the history was not judged' }
    return { met: found.verdict === verdict, observed: `${found.verdict}: ${found.text}` }
  }
})
