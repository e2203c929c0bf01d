import type { LabLink, LabListener } from '../src-renderer/lab/browser/labLink'
import type { CommandAnswer, LabCommandInput } from '../src-shared/lab-api'
import { drawPng } from './draw-png'
import type { FromWorker, ToWorker } from './messages'

/** A worker in which the lab starts. */
export interface StartedWorker {
  readonly worker: Worker
  /** Resolves when its script fails. */
  readonly failed: Promise<void>
}

/** Opens the lab in the worker: its first run begins. */
export function openWorker({ worker, failed }: StartedWorker, listener: LabListener): LabLink {
  const waiting = new Map<number, (answer: CommandAnswer) => void>()
  const tell = (message: ToWorker) => worker.postMessage(message)
  let asked = 0
  let running = true
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.kind) {
      case 'hello':
        return listener.onHello(data.hello)
      case 'state':
        return listener.onState(data.state)
      case 'events':
        return listener.onEvents(data.run, data.batch)
      case 'answer':
        waiting.get(data.id)?.(data.answer)
        waiting.delete(data.id)
        return
      case 'draw':
        return void drawPng(data.svg).then((png) => tell({ kind: 'drawn', id: data.id, png }))
    }
  }
  void failed.then(() => {
    running = false
    listener.onLost()
  })
  tell({ kind: 'open' })
  const ask = (command: LabCommandInput): Promise<CommandAnswer> =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve)
      tell({ kind: 'command', id: asked, command })
    })
  return {
    get connected() {
      return running
    },
    link_base: location.origin + location.pathname,
    ask,
    importRecording: async (file) =>
      ask({ command: 'import-recording', name: file.name, archive: new Uint8Array(await file.arrayBuffer()) })
  }
}
