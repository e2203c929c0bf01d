import { z } from 'zod'
import { CONSISTENCY_MODELS, CONSISTENCY_TITLES } from '../../consistency'
import { defineExpectation } from './expectation-kind'

/** The history under a consistency model: what a model that the protocol does not promise comes to is worth showing too. */
export const model = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('model'),
    model: z.enum(CONSISTENCY_MODELS),
    verdict: z.enum(['holds', 'violated']).default('holds'),
    because: z.string().optional()
  }),
  describe: ({ model, verdict }) => `${CONSISTENCY_TITLES[model]} ${verdict === 'holds' ? 'holds' : 'is violated'}`,
  observe({ model, verdict }, { judgements }) {
    const found = judgements.find((judgement) => judgement.model === model)
    if (!found) return { met: false, observed: 'the history was not judged' }
    return { met: found.verdict === verdict, observed: `${found.verdict}: ${found.text}` }
  }
})
