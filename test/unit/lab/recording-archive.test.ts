import { strToU8, zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRecording } from '../../../src-main/lab/recording/read-recording'
import { packRecording, unpackRecording } from '../../../src-main/lab/recording/recording-archive'
import type { RecordingBytes } from '../../../src-main/lab/recording/recording-archive'
import { RECORDING_FILES } from '../../../src-main/lab/recording/recording-files'
import { MemoryRecording, memorySource } from '../../../src-main/lab/recording/recording-in-memory'
import { recordedText, recordInto } from '../../../src-main/sweep/record-into'
import { isMessageEvent } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const scenario = scenarioSchema.parse({
  name: 'short',
  title: 'Short',
  engine: 'simulation',
  duration: '2s',
  cluster: { nodes: 3 },
  workload: { clients: 2, think_time: '20ms' }
})

/** All of the run, and what was kept of it. */
async function record(bounds?: { readonly messages_bytes: number; readonly bytes: number }) {
  const events: LabEvent[] = []
  const notices: string[] = []
  const onNotice = (_level: string, text: string) => void notices.push(text)
  const recording = new MemoryRecording('short', recordedText(scenario, 1), onNotice, bounds)
  const listening = Object.assign(Object.create(recording) as MemoryRecording, {
    add(batch: readonly LabEvent[]) {
      events.push(...batch)
      recording.add(batch)
    }
  })
  await recordInto(listening, scenario, 1, notices).catch(() => {})
  return { events, notices, files: recording.files() }
}

let whole: { readonly events: readonly LabEvent[]; readonly files: RecordingBytes }
beforeAll(async () => {
  whole = await record()
})

describe('a recording as one file', () => {
  it('has all of the run', async () => {
    const files = unpackRecording(packRecording(whole.files), 'short.netsplit')
    const read = await readRecording(memorySource('short', files))
    expect(read).toMatchObject({ has_gaps: false, notices: [], result: { scenario: 'short', seed: 1 } })
    expect(read.events).toEqual(whole.events)
  })

  it('may have a folder around its files, and others beside them', async () => {
    const within = Object.fromEntries([...whole.files].map(([name, bytes]) => [`short/${name}`, bytes]))
    const files = unpackRecording(zipSync({ ...within, 'short/notes.txt': strToU8('mine') }), 'short.netsplit')
    expect([...files.keys()].sort()).toEqual(Object.values(RECORDING_FILES).sort())
  })

  it.each([
    ['bytes that are no zip', strToU8('PK and so on')],
    ['a zip of something else', zipSync({ 'notes.txt': strToU8('mine') })],
    ['one that was cut short', () => packRecording(whole.files).subarray(0, 2000)]
  ])('refuses %s in one sentence', (_, bytes) => {
    expect(() => unpackRecording(typeof bytes === 'function' ? bytes() : bytes, 'x.netsplit')).toThrow(
      'x.netsplit: this is no recording; open a .netsplit file that Netsplit exported'
    )
  })
})

describe('a recording in memory', () => {
  it('is readable before the damage of a part, and says so', async () => {
    const events = whole.files.get(RECORDING_FILES.events)!.slice()
    events.fill(0, events.length - 200)
    const read = await readRecording(memorySource('short', new Map([...whole.files, [RECORDING_FILES.events, events]])))
    expect(read.notices).not.toEqual([])
    expect(read.events).toEqual(whole.events.slice(0, read.events.length))
  })

  it('of a long run first goes without messages, says so once, and then ends', async () => {
    const { files, notices, events } = await record({ messages_bytes: 1, bytes: 2 ** 30 })
    const read = await readRecording(memorySource('short', files))
    expect(notices).toEqual(['This run is long: from here on its recording has no messages.'])
    expect(read.has_gaps).toBe(false)
    const others = (all: readonly LabEvent[]) => all.filter((event) => !isMessageEvent(event))
    expect(others(read.events)).toEqual(others(events))
    expect(read.events.length).toBeLessThan(events.length)
    expect((await record({ messages_bytes: 1, bytes: 1 })).notices.at(-1)).toMatch(/^The recording ends here: a tab keeps/)
  })
})
