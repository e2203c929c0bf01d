import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { RecordingError } from '../../../src-main/lab/recording/recording-error'
import { readRecordingFolder } from '../../../src-main/lab/recording/recording-folder'
import { RECORDING_FILES, RECORDING_FORMAT } from '../../../src-main/lab/recording/recording-files'
import { RECORDING_BOUNDS, Recording } from '../../../src-main/lab/recording/recording'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'

const result = {
  ...{ format: 1, version, passed: true, metrics: {}, operations: {} },
  ...{ checks: [], expectations: [], faults: [], notices: [] }
} as unknown as RunResult

let folder: string
let notices: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'))
  notices = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const onNotice = (_: string, text: string) => void notices.push(text)
const file = (name: keyof typeof RECORDING_FILES) => join(folder, RECORDING_FILES[name])

function notes(count: number): LabEvent[] {
  const body = { kind: 'note', node: 'A', topic: 'test' } as const
  const events: LabEvent[] = Array.from({ length: count }, (_, i) => ({
    t: i * 10,
    seq: i + 1,
    ...body,
    detail: `${Math.sin(i)}`
  }))
  return [...events, { t: count * 10, seq: count + 1, kind: 'run-ended', reason: 'finished' }]
}

function startedBy(made_by: string): LabEvent {
  const what = { version: made_by, scenario: 'x', protocol: 'raft', engine: 'simulation', seed: 1, started_at: null } as const
  return { kind: 'run-started', t: 0, seq: 1, ...what, nodes: ['A'], clients: [], switches: [] }
}

/** Each message with two events: sent, delivered. */
function messages(count: number): LabEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const ref = { t: i, from: 'A', to: 'B', boot: 1, n: i + 1 }
    const sent = { ...ref, seq: 2 * i + 1, kind: 'sent', type: 'ping', bytes: 64 } as const
    return [sent, { ...ref, seq: 2 * i + 2, kind: 'delivered', late_us: 0, copy: 0, corrupted: false } as const]
  }).flat()
}

const LAGS = 'The disk is too slow for the recording: from here on events are left out whenever it lags, messages first.'

/** A disk that writes nothing until `release`, and then everything until a promise is settled. */
function slowDisk() {
  const written: (() => void)[] = []
  const open = (path: string) =>
    new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        appendFileSync(path, chunk)
        written.push(done)
      }
    })
  async function release(until: PromiseLike<unknown>): Promise<void> {
    const drain = setInterval(() => written.splice(0).forEach((done) => done()))
    await until
    clearInterval(drain)
  }
  return { open, release }
}

async function record(events: readonly LabEvent[]): Promise<void> {
  const recording = new Recording({ folder, scenario: 'name: x\n', onNotice })
  recording.add(events)
  await recording.close('{}\n', result)
}

describe('a recording', () => {
  it('gives back what was recorded', async () => {
    const events = notes(1000)
    await record(events)
    expect(await readRecordingFolder(folder)).toEqual({
      ...{ scenario: 'name: x\n', about: { format: RECORDING_FORMAT, version }, events, result },
      ...{ has_gaps: false, notices: [] }
    })
    expect(readFileSync(file('history'), 'utf8')).toBe('{}\n')
  })

  it('is readable to its last byte where it was cut short, and says where', async () => {
    const events = notes(20_000)
    await record(events)
    const bytes = readFileSync(file('events'))
    truncateSync(file('events'), bytes.length - 2000)
    const read = await readRecordingFolder(folder)
    const { length } = read.events
    expect(length).toBeGreaterThan(19_000)
    expect(read.events).toEqual(events.slice(0, length))
    expect(read.has_gaps).toBe(false)
    const at = `event ${length} at ${((length - 1) / 1e5).toFixed(3)} s`
    expect(read.notices).toEqual([
      `The recording ends before the run did, at ${at}: its file was cut off there. Everything up to there can be seen.`
    ])
  })

  it('is readable up to where it is damaged and from the next part on, with a gap between, and says where', async () => {
    const events = notes(20_000)
    await record(events)
    const bytes = readFileSync(file('events'))
    const middle = Math.floor(bytes.length / 2)
    bytes.fill(0xff, middle, middle + 100)
    writeFileSync(file('events'), bytes)
    const read = await readRecordingFolder(folder)
    const gap = read.events.findIndex(({ kind }) => kind === 'gap')
    const [last, lost] = [read.events[gap - 1]!, (read.events[gap] as EventOf<'gap'>).lost]
    expect(read.events.slice(0, gap)).toEqual(events.slice(0, gap))
    expect(last.seq, 'the damage is in the middle').toBeGreaterThan(9_000)
    expect(read.events.slice(gap + 1)).toEqual(events.slice(last.seq + lost))
    expect(read.events.length).toBeGreaterThan(17_000)
    expect(read.has_gaps).toBe(true)
    expect(read.notices[0]).toContain(`is damaged after event ${last.seq} at `)
  })

  it('gives no event that was not recorded, wherever a byte is flipped', async () => {
    const events = notes(60)
    await record(events)
    const bytes = readFileSync(file('events'))
    const texts = new Set(events.map((event) => JSON.stringify(event)))
    for (let place = 0; place < bytes.length; place += 7) {
      const damaged = Buffer.from(bytes)
      damaged[place] = damaged[place]! ^ 0x10
      writeFileSync(file('events'), damaged)
      const read = await readRecordingFolder(folder)
      const changed = read.events.filter((event) => !texts.has(JSON.stringify(event)))
      // A letter within a text may be another one: then the checksum tells, and nothing is concluded.
      if (changed.length > 0 || read.events.length < events.length) expect(read.notices, `byte ${place}`).not.toEqual([])
      if (changed.length > 0) expect(read.has_gaps, `byte ${place}`).toBe(true)
    }
  })

  it('passes over lines that are no events, or lack what their kind must have', async () => {
    writeFileSync(file('scenario'), 'name: x\n')
    const lines = [
      'null',
      '[1]',
      '{"t":0,"seq":1,"kind":"fact","fact":"commit","node":"A","data":{"index":1,"term":1}}',
      '{"t":0.5,"seq":2,"kind":"run-ended","reason":"finished"}',
      '{"t":1,"seq":3,"kind":"fact","fact":"commit","node":"A","data":{"index":"1","term":1}}',
      '{"t":1,"seq":4,"kind":"fact","fact":"log-append","node":"A","data":{"entries":[null]}}',
      '{"t":1,"seq":4,"kind":"role","node":"A","role":"leader","term":"1","leader":null}',
      '{"t":1,"seq":5,"kind":"sample","node":"A","values":{"__proto__":{"x":1}}}',
      '{"t":1,"seq":6,"kind":"sample","node":"A","values":{"\\u005f_proto__":{"x":1}}}',
      '{"t":1,"seq":7,"kind":"run-ended","reason":"finished"}',
      '{"t":1,"seq":7,"kind":"run-ended","reason":"finished"}',
      '{'
    ]
    writeFileSync(file('events'), gzipSync(lines.join('\n')))
    const read = await readRecordingFolder(folder)
    expect(read.events.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'fact'],
      [6, 'gap'],
      [7, 'run-ended']
    ])
    expect(read.notices).toContain(
      '10 lines of the events could not be read and were left out; the last good one is event 7 at 0.000 s.'
    )
    expect(read.result).toBeNull()
    expect(read.has_gaps).toBe(true)
  })

  it('of format 1 shows as facts what were kinds of their own', async () => {
    writeFileSync(file('scenario'), 'name: x\n')
    const lines = [
      '{"t":0,"seq":1,"kind":"commit","node":"A","index":7,"term":2}',
      '{"t":1,"seq":2,"kind":"commit","node":"A","index":"8","term":2}'
    ]
    writeFileSync(file('events'), gzipSync(`${lines.join('\n')}\n`))
    const read = await readRecordingFolder(folder)
    expect(read.events[0]).toEqual({ ...Commit.of('A', { index: 7, term: 2 }), t: 0, seq: 1 })
    expect(read.events.slice(1).map(({ kind }) => kind)).not.toContain('fact')
  })

  it('of another version says so, and what that version alone knows is passed over', async () => {
    await record([startedBy('9.9.9'), { ...startedBy('9.9.9'), seq: 2, kind: 'teleported' } as unknown as LabEvent])
    writeFileSync(file('about'), '{"format":7,"version":"9.9.9"}')
    const { notices, events } = await readRecordingFolder(folder)
    expect(events).toHaveLength(1)
    expect(notices).toEqual([
      `It is written in format 7, and this version (${version}) knows format ${RECORDING_FORMAT}: open it with Netsplit 9.9.9 to see all of it.`,
      `It was made by Netsplit 9.9.9, and this is ${version}: some of it may look different here.`,
      '1 events of kinds that this version does not know were passed over (teleported).',
      'The recording ends before the run did, at event 1 at 0.000 s: the lab was ended at once, or still records. Everything up to there can be seen.'
    ])
  })

  it('opens with its events alone, and without any', async () => {
    await record(notes(3))
    for (const name of ['about', 'scenario', 'history', 'result'] as const) rmSync(file(name))
    const read = await readRecordingFolder(folder)
    expect(read).toMatchObject({ scenario: null, about: null, result: null })
    expect(read.events).toHaveLength(4)
    expect(read.notices).toEqual([
      'scenario.yaml is missing or cannot be read: the run can be looked at, but not repeated.',
      'There is no result: result.json is missing.'
    ])
    writeFileSync(file('scenario'), 'name: x\n')
    writeFileSync(file('result'), '{"format":1,"version":"0"}')
    rmSync(file('events'))
    expect((await readRecordingFolder(folder)).notices).toEqual([
      'There is no result: result.json lacks some of its fields.',
      'There are no events: events.jsonl.gz is missing.'
    ])
  })

  const SMALL = { ...RECORDING_BOUNDS, segment_messages: 1000, whole_segments: 2 }
  /** Messages, and behind every 250 of them a note that fills a part: segments end with parts. */
  function longRun(count: number): LabEvent[] {
    const detail = 'x'.repeat(300_000)
    const events = messages(count).flatMap((event, i): LabEvent[] => {
      const note = { t: event.t, kind: 'note', node: 'A', topic: 'test', detail } as const
      return i % 500 === 499 ? [event, { ...note, seq: 0 }] : [event]
    })
    return events.map((event, i) => ({ ...event, seq: i + 1 }))
  }
  const isMessage = (event: LabEvent) => event.kind === 'sent' || event.kind === 'delivered'
  /** The first segments, which are thinned: their messages and notes. */
  const expectThinned = (read: readonly LabEvent[], events: readonly LabEvent[], thinned: number) => {
    const [old, recent] = [events.slice(0, thinned), events.slice(thinned)]
    expect(read.slice(-recent.length)).toEqual(recent)
    const kept = read.slice(0, -recent.length).filter(({ kind }) => kind !== 'sampling')
    expect(kept).toEqual(old.filter((event) => !isMessage(event) || (event as EventOf<'sent'>).n % 16 === 0))
  }

  it('of a long run has the newest messages whole, of older ones one in 16 with all of its events, and says up to when', async () => {
    const recording = new Recording({ folder, scenario: 'name: x\n', onNotice, bounds: SMALL })
    const events = longRun(2500)
    recording.add(events)
    await recording.close('', result)
    const read = await readRecordingFolder(folder)
    // Two events each: five segments, the last of which is empty yet.
    expectThinned(read.events, events, 3 * 1002)
    const sampling = read.events.flatMap((event) => (event.kind === 'sampling' ? [event.keep_one_in] : []))
    expect(sampling, 'for each segment').toEqual([16, 1, 16, 1, 16, 1])
    expect(read.notices[0]).toBe('Up to 0.001 s it has one message in 16, and from there on all of them.')
    expect(read.has_gaps).toBe(false)
    expect(notices, 'nothing that the run would have to say').toEqual([])
    expect(readdirSync(folder)).not.toContain('events-2.jsonl.gz')
  })

  it('of a long run whose lab was killed is read from all of its segments, whatever stands in two of them', async () => {
    const recording = new Recording({ folder, scenario: 'name: x\n', onNotice, bounds: SMALL })
    const events = longRun(1500)
    recording.add(events)
    const isThinned = async () => (await readRecordingFolder(folder)).events.some(({ kind }) => kind === 'sampling')
    await expect.poll(isThinned, { timeout: 10_000 }).toBe(true)
    const inSegments = await readRecordingFolder(folder)
    expectThinned(inSegments.events, events, 1002)
    // Cut short while they were made one: the first file has what the second has, too.
    appendFileSync(file('events'), readFileSync(join(folder, 'events-2.jsonl.gz')))
    const cutShort = await readRecordingFolder(folder)
    expect(cutShort.events).toEqual(inSegments.events)
    expect(cutShort.notices).toEqual(inSegments.notices)
    await recording.abandon()
  })

  it('leaves out message events, never others, while the disk lags, and says so once', async () => {
    const { open, release } = slowDisk()
    const bounds = { ...RECORDING_BOUNDS, waiting_max: 10_000, queue_max: Infinity }
    const recording = new Recording({ folder, scenario: '', onNotice, open, bounds })
    const others = notes(20_000)
    const last: LabEvent = { ...others.at(-1)!, seq: 30_000 }
    recording.add(others)
    recording.add([...messages(1000), last])
    expect(notices).toEqual([LAGS])
    await release(recording.close('', result))
    expect((await readRecordingFolder(folder)).events).toEqual([...others, last])
  })

  it('lets no more wait for the disk than its bound, and tells with a gap how many events it lacks', async () => {
    const { open, release } = slowDisk()
    const bounds = { ...RECORDING_BOUNDS, waiting_max: 300_000, queue_max: 600_000 }
    const recording = new Recording({ folder, scenario: '', onNotice, open, bounds })
    const events = notes(100_000)
    recording.add(events.slice(0, -1))
    // A part more at most.
    expect(recording.lag).toBeLessThan(900_000)
    expect(notices).toEqual([LAGS])
    await release(expect.poll(() => recording.lag, { timeout: 10_000 }).toBe(0))
    recording.add(events.slice(-1))
    await release(recording.close('', result))
    const read = await readRecordingFolder(folder)
    const gap = read.events.at(-2) as EventOf<'gap'>
    const { length } = read.events
    expect(gap).toMatchObject({ kind: 'gap', source: 'recording', lost: events.length - length + 1 })
    expect(read.events.slice(0, -2)).toEqual(events.slice(0, length - 2))
    expect(read.events.at(-1)).toEqual(events.at(-1))
    expect(read.has_gaps).toBe(true)
  })

  it('is refused when the folder is none', async () => {
    await expect(readRecordingFolder(join(folder, 'nothing'))).rejects.toThrow(RecordingError)
  })

  it('gives what a killed lab left behind: all but about the last second', async () => {
    const recording = new Recording({ folder, scenario: 'name: x\n', onNotice })
    recording.add(notes(500).slice(0, 500))
    await expect.poll(() => statSync(file('events')).size, { timeout: 10_000 }).toBeGreaterThan(1000)
    const read = await readRecordingFolder(folder)
    expect(read.events).toHaveLength(500)
    await recording.abandon()
  })
})

describe('a full disk', () => {
  it('ends the recording with one notice and not the run; the result says so', async () => {
    let room_bytes = 2000
    const open = () =>
      new Writable({
        write(chunk: Buffer, _, done) {
          room_bytes -= chunk.length
          done(room_bytes < 0 ? Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }) : null)
        }
      })
    const recording = new Recording({ folder, scenario: 'name: x\n', onNotice, open })
    recording.add(notes(50_000))
    await expect.poll(() => notices.length, { timeout: 10_000 }).toBe(1)
    recording.add(notes(10))
    expect(recording.lag, 'nobody waits for a disk that is given up').toBe(0)
    await recording.close('', result)
    expect(notices).toEqual([`Recording to ${folder} stopped: the disk is full. What was recorded before is kept.`])
    expect(recording.error).toBe(notices[0])
  })
})
