import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CommandAnswer, LabCommandInput, OpenedRecording } from '../../../src-shared/lab-api'
import { encodeBatches, encodeEnd } from '../../../src-shared/wire/event-batches'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { figuresOf } from '../../../src-shared/folds/comparison'
import { useComparison } from '../../../src-renderer/stores/comparison'
import { useConnection } from '../../../src-renderer/stores/connection'
import { useMessages } from '../../../src-renderer/stores/messages'
import { minuteOfRaft } from '../support/stream'

const EVENTS = minuteOfRaft()

function recording(id: string): OpenedRecording {
  const scenario = scenarioSchema.parse({ name: 'minute', title: `Run ${id}`, cluster: { nodes: 5 } })
  const about = { scenario_text: '', version: '0.0.0', engine: 'simulation', seed: 7, nodes: [], clients: [] } as const
  return { ...about, id, scenario, result: null, notices: [], events_path: `/recordings/${id}/events`, outline_path: null }
}

/** A lab that knows these recordings. */
function labWith(ids: readonly string[]): LabCommandInput[] {
  const asked: LabCommandInput[] = []
  const answer = async (command: LabCommandInput): Promise<CommandAnswer> => {
    asked.push(command)
    if (command.command === 'judge') return { ok: true, judgements: [] }
    if (command.command !== 'open-recording') return { ok: true, files: [{ name: 'comparison.html', path: '/there' }] }
    if (!ids.includes(command.recording)) return { ok: false, error: 'there is no such recording' }
    return { ok: true, recording: recording(command.recording) }
  }
  Object.assign(useConnection(), { ask: answer, send: answer })
  vi.stubGlobal('fetch', async () => new Response(new Blob([...encodeBatches(EVENTS), encodeEnd({ notices: [] })] as BlobPart[])))
  return asked
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
})
afterEach(() => vi.unstubAllGlobals())

it('takes up to eight recordings, in the order of ticking, and lets go of them again', () => {
  const comparison = useComparison()
  for (const id of 'abcdefghi') comparison.toggleChosen(id)
  expect(comparison.chosen.join('')).toBe('abcdefgh')
  comparison.toggleChosen('b')
  comparison.toggleChosen('i')
  expect(comparison.chosen.join('')).toBe('acdefghi')
})

it('folds what is ticked as the lab would, and lays it side by side', async () => {
  const asked = labWith(['a', 'b'])
  const comparison = useComparison()
  comparison.toggleChosen('b')
  comparison.toggleChosen('a')
  await comparison.compare()
  expect(comparison.compared.map(({ id, letter, run }) => [id, letter, run.title])).toEqual([
    ['b', 'A', 'Run b'],
    ['a', 'B', 'Run a']
  ])
  expect(comparison.runs[0]!.fold.events).toBe(EVENTS.length)
  expect(figuresOf(comparison.runs[0]!)).toEqual(figuresOf(comparison.runs[1]!))
  expect(comparison.view.to_us).toBe(comparison.runs[0]!.fold.cluster.now_us)
  expect(await comparison.exportPage()).toBe('/there')
  expect(asked).toContainEqual({ command: 'compare-export', recordings: ['b', 'a'] })
})

it('leaves the comparison on screen when one recording cannot be read, and says why', async () => {
  labWith(['a', 'b'])
  const comparison = useComparison()
  for (const id of ['a', 'b']) comparison.toggleChosen(id)
  await comparison.compare()
  comparison.toggleChosen('gone')
  await comparison.compare()
  expect(comparison.compared.length).toBe(2)
  expect(useMessages().messages.at(-1)).toMatchObject({ level: 'error', text: expect.stringContaining('no such recording') })
})
