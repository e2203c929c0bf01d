import { z } from 'zod'
import { MODELS, MODEL_TITLES } from '../../consistency'
import { defineExpectation } from './expectation-kind'

/** The history under a consistency model: what a model that the protocol does not promise comes to is worth showing too. */
export const model = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('model').describe('The history keeps a consistency or isolation model, or breaks it.'),
    model: z.enum(MODELS).describe('The model.'),
    verdict: z.enum(['holds', 'violated']).default('holds').describe('What the history comes to under it.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  describe: ({ model, verdict }) => `${MODEL_TITLES[model]} ${verdict === 'holds' ? 'holds' : 'is violated'}`,
  observe({ model, verdict }, { judgements }) {
    const found = judgements.find((judgement) => judgement.model === model)
    if (!found) return { met: false, observed: 'the history was not judged' }
    return { met: found.verdict === verdict, observed: `${found.verdict}: ${found.text}` }
  }
})
