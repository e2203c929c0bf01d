import { expect, it } from 'vitest'
import { LabError } from '../../../src-main/lab/lab-error'
import { answerLink } from '../../../src-main/server/links'
import { linkIn } from '../../../src-shared/links/link'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const text = 'name: x\ntitle: X\n'
const scenario = scenarioSchema.parse({ name: 'x', title: 'X' })
const run = { scenario, text, id: 'x', seed: 7, interventions: [] }
const deed = { t: 10, seq: 5, step: 3, intervention: { do: 'undo' as const, fault: 1 } }
const moment = { seq: 8, t_us: 80 }
const shipped = async (id: string) => (id === 'x' ? { id, text, parse: { ok: true as const, scenario } } : null)
const none = async () => null

async function linkOf(...given: Parameters<typeof answerLink>) {
  const answer = await answerLink(...given)
  if (!answer.ok) throw new Error(answer.error)
  return { link: linkIn(answer.link!), text: answer.text }
}

it('a link names a shipped scenario, and holds the text of any other', async () => {
  expect((await linkOf(run, {}, shipped)).link).toEqual({ scenario: 'x', seed: 7, interventions: [] })
  expect((await linkOf(run, {}, none)).link).toEqual({ yaml: text, seed: 7, interventions: [] })
  expect((await linkOf({ ...run, text: `${text}seed: 2\n` }, {}, shipped)).link).toMatchObject({ yaml: `${text}seed: 2\n` })
})

it('a link holds what was done to the run, what is shown of it, and what it branched off', async () => {
  const { link } = await linkOf({ ...run, interventions: [deed] }, { moment, forked_at_seq: 4 }, shipped)
  expect(link).toEqual({ scenario: 'x', seed: 7, interventions: [deed], moment, forked_at_seq: 4 })
})

it('of a run that is too much for a link only the scenario is linked to, and the answer says so', async () => {
  const { link, text: said } = await linkOf({ ...run, interventions: Array(1001).fill(deed) }, { moment }, shipped)
  expect(link).toEqual({ scenario: 'x', seed: 7, interventions: [] })
  expect(said).toMatch(/^This is too much for a link: .+\. This one begins the scenario anew\.$/)
})

it('a scenario that is too long itself is to be sent as a file', async () => {
  let noise = 1
  const chars = Array.from({ length: 9_000 }, () => String.fromCharCode(33 + ((noise = (noise * 48_271) % 2_147_483_647) % 90)))
  const failing = answerLink({ ...run, text: `# ${chars.join('')}` }, {}, none)
  await expect(failing).rejects.toThrow(LabError)
  await expect(failing).rejects.toThrow(/bound\. Send the scenario’s file instead\.$/)
})
