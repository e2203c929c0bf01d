import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RecordingError, readRecording } from '../../../src-main/lab/read-recording'
import { RECORDING_FILES, Recording } from '../../../src-main/lab/recording'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'

const result = { format: 1, passed: true } as RunResult

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

/** Each message with two events: sent, delivered. */
function messages(count: number): LabEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const ref = { t: i, from: 'A', to: 'B', boot: 1, n: i + 1 }
    const sent = { ...ref, seq: 2 * i + 1, kind: 'sent', type: 'ping', bytes: 64 } as const
    return [sent, { ...ref, seq: 2 * i + 2, kind: 'delivered', late_us: 0, copy: 0, corrupted: false } as const]
  }).flat()
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
    expect(await readRecording(folder)).toEqual({ scenario: 'name: x\n', events, result, has_holes: false, notices: [] })
    expect(readFileSync(file('history'), 'utf8')).toBe('{}\n')
  })

  it('is readable up to where it was cut short, and says so', async () => {
    const events = notes(20_000)
    await record(events)
    truncateSync(file('events'), Math.floor(statSync(file('events')).size / 2))
    const read = await readRecording(folder)
    expect(read.events.length).toBeGreaterThan(1000)
    expect(read.events).toEqual(events.slice(0, read.events.length))
    expect(read.has_holes).toBe(false)
    expect(read.notices).toContain('The recording ends before the run did.')
  })

  it('is readable up to where it is damaged, and says so', async () => {
    await record(notes(20_000))
    const bytes = readFileSync(file('events'))
    const middle = Math.floor(bytes.length / 2)
    bytes.fill(0xff, middle, middle + 100)
    writeFileSync(file('events'), bytes)
    const read = await readRecording(folder)
    expect(read.notices.join(' ')).toMatch(/cut short after event \d+|could not be read/)
    expect(read.has_holes, 'where reading goes on behind the damage').toBe(read.events.at(-1)!.seq > read.events.length)
  })

  it('passes over lines that are no events', async () => {
    writeFileSync(file('scenario'), 'name: x\n')
    writeFileSync(file('events'), gzipSync('null\n[1]\n{"t":1,"seq":1,"kind":"run-ended","reason":"finished"}\n{"t":"x"}\n{'))
    const read = await readRecording(folder)
    expect(read.events).toHaveLength(1)
    expect(read.notices).toContain('4 lines of the events could not be read; the last good one is event 1 at 0.000 s.')
    expect(read.result).toBeNull()
    expect(read.has_holes).toBe(true)
  })

  it('has message events whole up to its budget and then one message in 16, with all of its events, and says so once', async () => {
    const bounds = { message_events_max: 200, waiting_bytes_max: Infinity }
    const recording = new Recording({ folder, scenario: '', onNotice, bounds })
    recording.add(messages(1000))
    await recording.close('', result)
    const { events } = await readRecording(folder)
    const kept = events.flatMap((event) => (event.kind === 'sent' || event.kind === 'delivered' ? [event] : []))
    expect(kept.slice(0, 200).map(({ n }) => n)).toEqual(Array.from({ length: 200 }, (_, i) => 1 + Math.floor(i / 2)))
    const sampled = kept.slice(200)
    expect(sampled).toHaveLength(2 * Math.floor(1000 / 16) - 2 * Math.floor(100 / 16))
    expect(sampled.every(({ n }) => n % 16 === 0)).toBe(true)
    expect(notices).toEqual(['The recording has 200 message events; from here on it keeps one message in 16.'])
  })

  it('leaves out message events, never others, while the disk lags, and says so once', async () => {
    const chunks: Buffer[] = []
    const written: (() => void)[] = []
    const open = () =>
      new Writable({
        highWaterMark: 1,
        write(chunk: Buffer, _, done) {
          chunks.push(chunk)
          written.push(done)
        }
      })
    const bounds = { message_events_max: Infinity, waiting_bytes_max: 10_000 }
    const recording = new Recording({ folder, scenario: '', onNotice, open, bounds })
    const others = notes(20_000)
    recording.add(others)
    recording.add([...messages(1000), others.at(-1)!])
    expect(notices).toEqual([
      'The disk is too slow for the recording: from here on message events are left out whenever it lags.'
    ])
    const closed = recording.close('', result)
    const drain = setInterval(() => written.splice(0).forEach((done) => done()))
    await closed
    clearInterval(drain)
    writeFileSync(file('events'), Buffer.concat(chunks))
    expect((await readRecording(folder)).events).toEqual([...others, others.at(-1)])
  })

  it('is refused when the folder is none', async () => {
    await expect(readRecording(join(folder, 'nothing'))).rejects.toThrow(RecordingError)
  })

  it('gives what a killed lab left behind: all but about the last second', async () => {
    const recording = new Recording({ folder, scenario: 'name: x\n', onNotice })
    recording.add(notes(500).slice(0, 500))
    await expect.poll(() => statSync(file('events')).size, { timeout: 10_000 }).toBeGreaterThan(1000)
    const read = await readRecording(folder)
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
    await recording.close('', result)
    expect(notices).toEqual([`Recording to ${folder} stopped: the disk is full. What was recorded before is kept.`])
    expect(recording.error).toBe(notices[0])
  })
})
