import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { version } from '../../../package.json'
import { RECORDING_FILES, RECORDING_FORMAT } from '../../../src-main/lab/recording/recording-files'
import type { RecordingAbout } from '../../../src-main/lab/recording/recording-files'
import { LoadedRun } from '../../../src-renderer/lab/run/loadedRun'
import { recordedBatches } from '../../../src-renderer/lab/run/recordedBatches'
import { Recordings } from '../../../src-main/server/recordings'
import type { LabEvent } from '../../../src-shared/events'
import type { OpenedRecording } from '../../../src-shared/lab-api'
import { raft } from '../../../src-shared/protocols/raft'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { positionOf, positionsFold } from '../../../src-shared/protocols/replicated-log/positions'
import { StreamBuilder } from '../../unit/support/stream'
import { useServer } from './server-harness'

const harness = useServer()
const ID = '2024-01-01T12-00-00-000'
const SCENARIO = 'name: made-up\ncluster: { protocol: raft, nodes: 5 }\n'
const EVENTS = new StreamBuilder()
  .start()
  .bootAll()
  .elect(100, 'n2', 3)
  .at(200, Commit.of('n2', { index: 7, term: 3 }))
  .at(300, { kind: 'run-ended', reason: 'finished' })
  .events()

/** As format 1 had it: what is a fact now was a kind of event of its own. */
function inFormat1(event: LabEvent): object {
  if (event.kind !== 'fact') return event
  const { t, seq, node, fact, data } = event
  return { t, seq, kind: fact, node, ...(data as object) }
}

function writeRecording(about: RecordingAbout, events: readonly object[]): void {
  const folder = join(harness.folder, 'recordings', ID)
  mkdirSync(folder)
  const write = (name: keyof typeof RECORDING_FILES, content: string | Uint8Array) =>
    writeFileSync(join(folder, RECORDING_FILES[name]), content)
  write('about', JSON.stringify(about))
  write('scenario', SCENARIO)
  write('events', gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join('')))
}

/** What the lab answers a page that asks to open it. */
function open(): Promise<OpenedRecording> {
  return new Recordings(join(harness.folder, 'recordings')).open(ID)
}

/** As the page opens it: asks the lab, fetches the events and folds them. Answers the run with all that is said of it. */
async function openInPage(): Promise<{ readonly run: LoadedRun; readonly notices: readonly string[] }> {
  const { events_path, notices } = await open()
  const address = `http://127.0.0.1:${harness.server.port}${events_path}?token=${harness.token()}`
  const run = new LoadedRun(raft.description, () => performance.now())
  const said = [...notices]
  const batches = recordedBatches(address, new AbortController().signal, (end) => said.push(...end.notices))
  for await (const batch of batches) run.push(batch)
  run.end()
  while (!run.whole) run.drain(Infinity)
  return { run, notices: said }
}

it('opens a recording of an earlier format with all that its nodes told, and says who made it', async () => {
  writeRecording({ format: 1, version: '0.0.1' }, EVENTS.map(inFormat1))
  const { run, notices } = await openInPage()
  expect(run.head_seq).toBe(EVENTS.length)
  expect(run.head.cluster.nodes.get('n2')!.role).toBe('leader')
  expect(positionOf(positionsFold.of(run.head.fold), 'n2').commit).toBe(7)
  expect(notices).toContain(`It was made by Netsplit 0.0.0, and this is ${version}: some of it may look different here.`)
  expect(notices.some((notice) => notice.includes('does not know'))).toBe(false)
})

it('opens one of a later format as far as it is understood, and says with which version to see all of it', async () => {
  const later = { t: 400_000, seq: EVENTS.length + 1, kind: 'teleported', node: 'n1' }
  writeRecording({ format: RECORDING_FORMAT + 1, version: '9.9.9' }, [...EVENTS, later])
  const { run, notices } = await openInPage()
  expect(run.head.cluster.nodes.get('n2')!.role).toBe('leader')
  expect(notices).toContain(
    `It is written in format ${RECORDING_FORMAT + 1}, and this version (${version}) knows format ${RECORDING_FORMAT}: open it with Netsplit 9.9.9 to see all of it.`
  )
  expect(notices).toContain('1 events of kinds that this version does not know were passed over (teleported).')
})

it('refuses a folder that is no recording in one sentence that says what is missing', async () => {
  mkdirSync(join(harness.folder, 'recordings', ID))
  await expect(open()).rejects.toThrow(
    /this is no recording; scenario\.yaml and events\.jsonl\.gz are missing or cannot be read$/
  )
})
