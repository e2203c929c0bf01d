import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CommandAnswer, OpenedRecording } from '../../src-shared/lab-api'
import type { EventsEnd, OutlineEnd } from '../../src-shared/wire/event-batches'
import { recordedBatches } from '../lab/run/recordedBatches'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useMessages } from './messages'
import { useRun } from './run'

/** So long a page has for its first picture before the rest of the events come. */
const FIRST_PICTURE_MS = 1000

/** The recording that the window shows instead of the lab's own run, which goes on unseen. */
export const useRecording = defineStore('recording', () => {
  const opened = shallowRef<OpenedRecording | null>(null)
  /** What is wrong with its events, known once they are here; plain sentences. */
  const faults = shallowRef<readonly string[]>([])
  /** What a reader must know of it. */
  const notices = computed(() => [...new Set([...(opened.value?.notices ?? []), ...faults.value])])
  let reading = new AbortController()

  /** Opens a recording by its id; what cannot be opened leaves everything as it was. */
  async function open(id: string): Promise<void> {
    await show(await useConnection().send({ command: 'open-recording', recording: id }))
  }

  /** Opens one that was exported as one file; the lab keeps it among its own. */
  async function openFile(file: File): Promise<void> {
    const bytes_max = useConnection().hello?.limits.archive_bytes_max ?? 0
    if (file.size > bytes_max) {
      const size = `${(bytes_max / 1024 / 1024).toFixed(0)} MiB`
      return useMessages().show('error', `${file.name} is larger than ${size}, which is more than can be opened here.`)
    }
    await show(await useConnection().importRecording(file))
  }

  async function show(answer: CommandAnswer): Promise<void> {
    if (!answer.ok || !answer.recording) return
    close()
    useRun().openRecordedRun(useConnection().protocolOf(answer.recording.scenario))
    opened.value = answer.recording
    useLayout().view = 'lab'
    await read(answer.recording)
  }

  async function read({ events_path, outline_path }: OpenedRecording): Promise<void> {
    const { signal } = (reading = new AbortController())
    const run = useRun()
    try {
      if (outline_path !== null) await readOverview(outline_path, signal)
      await receive(events_path, signal, ({ notices }) => (faults.value = notices))
    } catch (error) {
      if (signal.aborted) return
      const trouble = `Not all of its events came. ${(error as Error).message}`
      faults.value = [trouble]
      useMessages().show('error', trouble)
    }
    if (!signal.aborted) await run.endRecorded()
  }

  async function readOverview(outline_path: string, signal: AbortSignal): Promise<void> {
    let outlined: OutlineEnd | null = null
    // Whatever is wrong with the recording is told when all of it comes.
    await receive(outline_path, signal, (end) => (outlined = end.outlined ?? null)).catch(() => signal.throwIfAborted())
    await useRun().endRecorded()
    await new Promise((done) => setTimeout(done, FIRST_PICTURE_MS))
    signal.throwIfAborted()
    useRun().beginSuccessor(outlined)
  }

  async function receive(path: string, signal: AbortSignal, onEnd: (end: EventsEnd) => void): Promise<void> {
    for await (const batch of recordedBatches(path, signal, onEnd)) {
      await useRun().receiveRecorded(batch)
      signal.throwIfAborted()
    }
  }

  /** Back to the lab's own run. */
  function close(): void {
    if (opened.value === null) return
    reading.abort()
    opened.value = null
    faults.value = []
    useRun().closeRecordedRun()
  }

  return { opened, notices, open, openFile, close }
})
