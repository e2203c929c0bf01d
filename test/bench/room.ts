/** What a full room asks of the instructor's page and of the lab: frames and tasks beside the same run without participants. */
import { readFileSync } from 'node:fs'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { LessonPage } from '../e2e/helpers/lesson-page'
import { Room } from '../e2e/helpers/room'
import type { RoomAnswer, RoomRequest } from '../../src-shared/room/room-api'
import { launchChromiumServe } from '../e2e/helpers/launchers'
import type { OpenLab } from '../e2e/helpers/launchers'
import { countFrames, LONGEST_TASK, longestCpu_ms, longestWall_ms, runScenario } from './page-lab'
import { recordTasks } from './page-tasks'
import type { Task } from './page-tasks'
import { benchRow } from './row'
import type { BenchRow } from './row'

const PARTICIPANTS = 60
const WATCHED_MS = 15_000
/** All but one change their answer about once in this time; the one that says nothing keeps the voting open. */
const ANSWERS_EVERY_MS = 1000
/** A lesson whose first step asks the room which of its nodes leads next. */
const LESSON = { id: 'who-leads-next', answers: ['B', 'C'] } as const
const TITLE = 'A full room'
/** 600 operations a second of eight messages each, as in the benchmark of the page. */
const SCENARIO = `
name: bench-room
title: ${TITLE}
seed: 3
engine: simulation
cluster: { protocol: raft, nodes: 5 }
workload: { clients: 8, think_time: 12ms }
duration: 120s
`

interface Watched {
  readonly tasks: readonly Task[]
  readonly frames_per_s: number
  /** Processor seconds of the lab in a second of the clock. */
  readonly lab_busy: number
  /** What one participant was sent in a second. */
  readonly bytes_per_s: number
}

/** Alone, with the room full, and while the room answers a prediction of a lesson, one after the other in one lab. */
export async function benchRoom(rounds = 1): Promise<BenchRow[]> {
  const alone: Watched[] = []
  const full: Watched[] = []
  const predicting: Watched[] = []
  for (let round = 0; round < rounds; round++) {
    const lab = await launchChromiumServe()
    try {
      await runScenario(lab.page, SCENARIO, TITLE)
      const room = await Room.open(lab.page)
      alone.push(await watch(lab, []))
      const sockets = await joinAll(lab.page.url(), room.code)
      full.push(await watch(lab, sockets))
      await new LessonPage(lab.page).open(LESSON.id, LESSON.answers[0])
      const answering = answerInTurns(sockets.slice(1))
      predicting.push(await watch(lab, sockets))
      clearInterval(answering)
      for (const socket of sockets) socket.close()
    } finally {
      await lab.close()
    }
  }
  return [
    ...rowsOf('alone', alone),
    ...rowsOf(`${PARTICIPANTS} participants`, full),
    ...rowsOf(`${PARTICIPANTS} participants who answer`, predicting)
  ]
}

function rowsOf(name: string, watched: readonly Watched[]): BenchRow[] {
  const row = (what: string, unit: string, read: (watched: Watched) => number, goal?: string) =>
    benchRow(`${name}: ${what}`, unit, watched.map(read), goal === undefined ? {} : { goal })
  return [
    row('frames of the instructor’s page', '/s', ({ frames_per_s }) => frames_per_s),
    row('longest task', 'ms', ({ tasks }) => longestWall_ms(tasks), LONGEST_TASK),
    row('processor time of the longest', 'ms', ({ tasks }) => longestCpu_ms(tasks)),
    row('processor time of the lab', '%', ({ lab_busy }) => lab_busy * 100),
    row('sent to each participant', 'kB/s', ({ bytes_per_s }) => bytes_per_s / 1000)
  ]
}

/** They take in what they are sent, and do not fold it: that is done on machines of their own. */
async function joinAll(address: string, code: string): Promise<Socket[]> {
  const sockets = Array.from({ length: PARTICIPANTS }, (_, i) =>
    io(new URL('/', address).origin, {
      auth: { token: code, participant: `bench-participant-${i}` },
      extraHeaders: { origin: new URL(address).origin },
      parser,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true
    })
  )
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((resolve, reject) => {
          socket.once('hello', resolve)
          socket.once('connect_error', reject)
        })
    )
  )
  return sockets
}

/** One after the other they say something else than before. Throws, out of a callback, where the room does not take an answer. */
function answerInTurns(sockets: readonly Socket[]): NodeJS.Timeout {
  let turn = 0
  return setInterval(() => {
    const place = LESSON.answers[Math.floor(turn / sockets.length) % LESSON.answers.length]!
    const request: RoomRequest = { ask: 'answer', answer: { place } }
    sockets[turn++ % sockets.length]!.emit('room', request, (answer: RoomAnswer) => {
      if (!answer.ok) throw new Error(`the room refuses an answer: ${answer.error}`)
    })
  }, ANSWERS_EVERY_MS / sockets.length)
}

async function watch({ page, process: { pid } }: OpenLab, sockets: readonly Socket[]): Promise<Watched> {
  let bytes = 0
  for (const socket of sockets) socket.on('packed-events', (_run: number, batch: Uint8Array) => (bytes += batch.length))
  const browser = await page.context().browser()!.newBrowserCDPSession()
  const stop = await recordTasks(browser)
  const before_s = processorSeconds(pid!)
  const frames_per_s = await countFrames(page, WATCHED_MS)
  const lab_busy = ((processorSeconds(pid!) - before_s) * 1000) / WATCHED_MS
  const tasks = await stop()
  return { tasks, frames_per_s, lab_busy, bytes_per_s: (bytes / Math.max(1, sockets.length) / WATCHED_MS) * 1000 }
}

/** Linux alone tells; elsewhere 0. */
function processorSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const TICKS_PER_S = 100
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S
}
