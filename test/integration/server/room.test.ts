import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import type { CommandAnswer, LabCommandInput, LabHello } from '../../../src-shared/lab-api'
import type { RoomAnswer, RoomDesk, RoomRequest, RoomSelf, RoomState } from '../../../src-shared/room/room-api'
import { decodeEvents } from '../../../src-shared/wire/events'
import { collect, note, once, useServer } from './server-harness'
import type { Page } from './server-harness'

const harness = useServer()
const MODELS = ['linearizable'] as const

/** One of each kind, as a page would send it. */
const COMMANDS: { readonly [Name in LabCommandInput['command']]: Extract<LabCommandInput, { command: Name }> } = {
  run: { command: 'run', scenario: 'raft-steady' },
  stop: { command: 'stop' },
  pause: { command: 'pause' },
  resume: { command: 'resume' },
  pace: { command: 'pace', pace: 1 },
  step: { command: 'step' },
  intervene: { command: 'intervene', intervention: { do: 'act', action: { do: 'heal' } } },
  fork: { command: 'fork', at_seq: 1 },
  link: { command: 'link' },
  'open-recording': { command: 'open-recording', recording: 'secret' },
  judge: { command: 'judge', models: [...MODELS] },
  'judge-cancel': { command: 'judge-cancel' },
  act: { command: 'act', action: { do: 'heal' } },
  undo: { command: 'undo', fault: 1 },
  workload: { command: 'workload', workload: { clients: 1 } },
  export: { command: 'export', formats: ['csv'] },
  'compare-export': { command: 'compare-export', recordings: ['a', 'b'] },
  lessons: { command: 'lessons' },
  lesson: { command: 'lesson', lesson: 'who-leads-next' },
  comparisons: { command: 'comparisons' },
  'compare-run': { command: 'compare-run', comparison: 'same-partition' },
  'compare-progress': { command: 'compare-progress' },
  'compare-cancel': { command: 'compare-cancel' },
  explore: { command: 'explore', offset: 0 },
  'explore-more': { command: 'explore-more', row: 'a', column: 'b' },
  measure: { command: 'measure', offset: 0 },
  'commit-window': { command: 'commit-window', offset: 0 },
  elections: { command: 'elections', offset: 0 },
  'play-isolation': { command: 'play-isolation', offset: 0 },
  'explorer-export': { command: 'explorer-export' },
  'scenario-text': { command: 'scenario-text', scenario: 'raft-steady' },
  'own-scenarios': { command: 'own-scenarios' },
  'save-own-scenario': { command: 'save-own-scenario', scenario: 'mine', text: '' },
  'rename-own-scenario': { command: 'rename-own-scenario', scenario: 'mine', name: 'yours', title: 'Yours' },
  'delete-own-scenario': { command: 'delete-own-scenario', scenario: 'mine' },
  'restore-own-scenario': { command: 'restore-own-scenario', scenario: 'mine' },
  'run-as-scenario': { command: 'run-as-scenario' },
  recordings: { command: 'recordings' },
  'label-recording': { command: 'label-recording', recording: 'a', name: '', notes: '' },
  'delete-recording': { command: 'delete-recording', recording: 'a' },
  'import-recording': { command: 'import-recording', name: 'x', archive: new Uint8Array() },
  'restore-recording': { command: 'restore-recording', recording: 'a' }
}
const ALWAYS = ['comparisons', 'lesson', 'lessons']
const LAB = { view: 'lab', compared: [], explored: null, term: null }
const WHILE_ACTING = ['act', 'intervene', 'pace', 'pause', 'resume', 'step', 'undo', 'workload']

const command = (page: Page, input: unknown): Promise<CommandAnswer> => page.emitWithAck('command', input as LabCommandInput)
const ask = (page: Page, request: RoomRequest): Promise<RoomAnswer> => page.emitWithAck('room', request)

/** The instructor's page, with the room open. */
async function openRoom(): Promise<{ instructor: Page; code: string }> {
  const instructor = harness.open()
  await once(instructor, 'hello')
  expect(await ask(instructor, { ask: 'open' })).toEqual({ ok: true })
  return { instructor, code: harness.server.join!.code }
}
const joining = (code: string, n: number): Page => harness.open({ auth: { token: code, participant: `key-of-somebody-${n}` } })
async function join(code: string, n: number): Promise<Page> {
  const page = joining(code, n)
  await once(page, 'hello')
  return page
}
/** What the page is told next that is so. */
function told<T>(page: Page, event: string, isSo: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) =>
    (page as { on(event: string, listener: (value: T) => void): unknown }).on(event, (value) => isSo(value) && resolve(value))
  )
}

/** Names of the commands that the lab got of this page, each asked once. */
async function granted(page: Page): Promise<string[]> {
  const names: string[] = []
  for (const input of Object.values(COMMANDS)) {
    const before = harness.lab.commands.length
    const answer = await command(page, input)
    if (harness.lab.commands.length > before) names.push(input.command)
    else expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^(Only|You are watching).*\.$/) })
  }
  return names.sort()
}

describe('who joined by the code', () => {
  it('may look on, act while they are let, and nothing else', async () => {
    const { instructor, code } = await openRoom()
    const [watching, acting] = [await join(code, 1), await join(code, 2)]
    await ask(instructor, { ask: 'let-act', participant: 2, minutes: null })
    expect(await granted(watching)).toEqual(ALWAYS)
    expect(await granted(acting)).toEqual([...ALWAYS, ...WHILE_ACTING].sort())
    await ask(instructor, { ask: 'take-back' })
    expect(await command(acting, COMMANDS.act)).toMatchObject({ ok: false })
    expect(await granted(instructor)).toEqual(Object.keys(COMMANDS).sort())
  })

  it('may open the recording that the instructor shows, over the socket and over HTTP, and no file beside it', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const place = { ...LAB, run: 1, recording: 'secret', seq: null, tab: 'charts', nodes: [], link: null }
    await ask(instructor, { ask: 'place', place })
    expect(await command(page, COMMANDS['open-recording'])).toMatchObject({ ok: true })
    expect(await command(page, { command: 'open-recording', recording: 'other' })).toMatchObject({ ok: false })
    const status = async (path: string) => (await harness.get(`${path}?token=${code}`)).status
    for (const path of [
      '/recordings/latency.csv',
      '/recordings/secret/',
      '/recordings/secret/report.html',
      '/recordings/other/events'
    ])
      expect(await status(path)).toBe(403)
    expect(await status('/')).toBe(200)
    expect(await status('/recordings/../../secret')).toBe(404)
  })

  it('sees what the instructor compares and explores, once they do', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const seen = async () => {
      const inputs = [COMMANDS.explore, COMMANDS.measure, COMMANDS['play-isolation'], COMMANDS['open-recording']]
      return (await Promise.all(inputs.map((input) => command(page, input)))).map(({ ok }) => ok)
    }
    const show = (shown: object) =>
      ask(instructor, {
        ask: 'place',
        place: { ...LAB, run: 1, recording: null, seq: null, tab: 'charts', nodes: [], link: null, ...shown }
      })
    expect(await seen()).toEqual([false, false, false, false])
    await show({ view: 'explorer', explored: { tab: 'models', row: null, part: null } })
    expect(await seen()).toEqual([true, false, false, false])
    await show({ view: 'explorer', explored: { tab: 'pacelc', row: 'raft', part: null } })
    expect(await seen()).toEqual([false, true, false, false])
    await show({ view: 'explorer', explored: { tab: 'isolation', row: null, part: null } })
    expect(await seen()).toEqual([false, false, true, false])
    await show({ view: 'compare', compared: ['other', 'secret'] })
    expect(await seen()).toEqual([false, false, false, true])
    await show({})
    expect(await seen()).toEqual([false, false, false, false])
  })

  it('may open the runs of the lesson that the instructor plays, once they are over', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const run = { held: false, marks: [], done: [], metrics: {}, verdicts: {} }
    const shown = {
      before: { ...run, recording: 'secret', ended: 'mark' },
      now: { ...run, recording: 'other', ended: null }
    } as const
    const seen = async () =>
      Promise.all(
        ['secret', 'other'].map(async (recording) => (await command(page, { command: 'open-recording', recording })).ok)
      )
    await ask(instructor, { ask: 'lesson', lesson: { id: 'three-silences', step: 0, shown } })
    expect(await seen()).toEqual([true, false])
    await ask(instructor, { ask: 'lesson', lesson: null })
    expect(await seen()).toEqual([false, false])
  })

  it('is told of no folder of this computer', async () => {
    const { code } = await openRoom()
    harness.lab.change({ recording: '/home/somebody/recordings/one' })
    const page = joining(code, 1)
    const [hello] = await once<[LabHello]>(page, 'hello')
    expect(hello.state.recording).toBe('one')
    const changed = once<[LabHello['state']]>(page, 'state')
    harness.lab.change({ recording: 'C:\\Users\\somebody\\two' })
    expect((await changed)[0].recording).toBe('two')
  })

  it('sees the run’s events, packed, what came before as well', async () => {
    const { code } = await openRoom()
    harness.lab.say(note(1))
    const page = joining(code, 1)
    const seen: LabEvent[] = []
    page.on('packed-events', (_, batch) => seen.push(...decodeEvents<LabEvent>(inflateRawSync(new Uint8Array(batch)))))
    await once(page, 'packed-events')
    harness.lab.say(note(2))
    await once(page, 'packed-events')
    expect(seen).toEqual([note(1), note(2)])
  })

  it('is told at once when another run begins or somebody pauses it, and not of every step', async () => {
    const { code } = await openRoom()
    const simulation = { pace: 1, paused: false, steps: 1, forked_from: null }
    const page = await join(code, 1)
    const states: LabHello['state'][] = []
    page.on('state', (state) => states.push(state))
    harness.lab.change({ run: 2, phase: 'running', simulation })
    for (const steps of [2, 3]) harness.lab.change({ simulation: { ...simulation, steps } })
    harness.lab.change({ simulation: { ...simulation, steps: 4, paused: true } })
    await vi.waitUntil(() => states.at(-1)?.simulation?.paused)
    expect(states.map((state) => state.simulation?.steps)).toEqual([1, 4])
  })

  it('is let go when it does not read: only so much waits for it, and nobody else notices', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const { ws } = page.io.engine.transport as unknown as { ws: { pause(): void } }
    ws.pause()
    const gone = told<RoomState>(instructor, 'room', ({ present }) => present === 0)
    // What cannot be packed, and more than a connection buffers by itself.
    const noise = randomBytes(3 * 1024 * 1024).toString('base64')
    const seen = collect(instructor, 4)
    for (let seq = 1; seq <= 4; seq += 1) {
      harness.lab.say({ ...note(seq), text: noise } as LabEvent)
      harness.lab.change({ phase: seq % 2 === 0 ? 'running' : 'starting' })
      await new Promise((resolve) => setImmediate(resolve))
    }
    await gone
    expect((await seen).events).toHaveLength(4)
  })

  it('gives no orders to the room', async () => {
    const { code } = await openRoom()
    const page = await join(code, 1)
    for (const request of [
      { ask: 'close' },
      { ask: 'open' },
      { ask: 'take-back' },
      { ask: 'let-act', participant: 1, minutes: null }
    ] as const)
      expect(await ask(page, request)).toEqual({ ok: false, error: 'Only the instructor can do this.' })
    expect(harness.server.join).not.toBeNull()
  })

  it('asks to act, and everybody is told who does', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const asked = told<RoomState>(instructor, 'room', ({ hands }) => hands.length > 0)
    await ask(page, { ask: 'hand', up: true })
    expect((await asked).hands).toEqual([1])
    const acting = told<RoomState>(page, 'room', (state) => state.acting !== null)
    await ask(instructor, { ask: 'let-act', participant: 1, minutes: 2 })
    expect((await acting).acting).toMatchObject({ participant: 1, left_ms: expect.any(Number) })
  })

  it('is who they were when they come back, their answers included', async () => {
    const { instructor, code } = await openRoom()
    await ask(instructor, { ask: 'lesson', lesson: { id: 'who-leads-next', step: 0, shown: {} } })
    await ask(instructor, { ask: 'vote', step: 0 })
    const page = await join(code, 1)
    await join(code, 2)
    const answers = told<RoomSelf>(page, 'room-self', ({ answers }) => 0 in answers)
    await ask(page, { ask: 'answer', answer: { place: 'B' } })
    const self = await answers
    expect(self).toEqual({ role: 'participant', number: 1, tab: null, answers: { 0: { round: 1, answer: { place: 'B' } } } })
    page.close()
    const [again] = await once<[RoomSelf]>(joining(code, 1), 'room-self')
    expect(again).toEqual(self)
  })
})

describe('bounds', () => {
  it('too many messages at once are answered with one sentence, and do not reach the lab', async () => {
    const { code } = await openRoom()
    const page = await join(code, 1)
    const answers = await Promise.all(Array.from({ length: 100 }, () => command(page, { command: 'lessons' })))
    const refused = answers.filter((answer) => !answer.ok)
    expect(refused.length).toBeGreaterThan(20)
    expect(refused[0]).toEqual({ ok: false, error: 'Too many messages at once: wait a second, then try again.' })
    expect(harness.lab.commands.length).toBe(answers.length - refused.length)
  })

  it('a page that floods the lab, or sends what is far too long, is let go', async () => {
    const { code } = await openRoom()
    const flooding = await join(code, 1)
    const gone = once(flooding, 'disconnect')
    for (let i = 0; i < 1000; i += 1) flooding.emit('command', { command: 'lessons' }, () => {})
    await gone
    const long = await join(code, 2)
    const dropped = once(long, 'disconnect')
    long.emit('command', { command: 'run', yaml: 'x'.repeat(100_000) }, () => {})
    await dropped
    expect(harness.lab.commands.every(({ command }) => command === 'lessons')).toBe(true)
  })

  it('a page without a key, and one too many, are told why', async () => {
    const { code } = await openRoom()
    const refusal = async (page: Page) => (await once<[Error]>(page, 'connect_error'))[0].message
    expect(await refusal(harness.open({ auth: { token: code } }))).toContain('reload it')
    expect(await refusal(joining('WRONGCODE', 1))).toContain('not the join code')
    for (let i = 0; i < 4; i += 1) await join(code, 1)
    expect(await refusal(joining(code, 1))).toContain('close one of them')
  })
})

describe('opening and closing', () => {
  it('by the instructor: those who joined are sent out, and the code is void', async () => {
    const { instructor, code } = await openRoom()
    const page = await join(code, 1)
    const gone = once(page, 'disconnect')
    const closed = told<RoomDesk>(instructor, 'room-desk', ({ join }) => join === null)
    await ask(instructor, { ask: 'close' })
    await gone
    await closed
    expect(harness.server.join).toBeNull()
    expect((await harness.get(`/?token=${code}`)).status).toBe(403)
    await ask(instructor, { ask: 'open' })
    expect(harness.server.join!.code).not.toBe(code)
  })

  it('listens to the room only meanwhile', async () => {
    const { instructor, code } = await openRoom()
    const { addresses } = harness.server.join!
    const reach = ({ url }: { url: string }) => fetch(`${url}?token=${code}`).then(({ status }) => status)
    for (const address of addresses) expect(await reach(address)).toBe(200)
    await ask(instructor, { ask: 'close' })
    const others = addresses.filter(({ host }) => !host.startsWith('127.'))
    for (const address of others) await expect(reach(address)).rejects.toThrow()
  })
})
