import type { LabLink, LabListener } from '../src-renderer/lab/browser/labLink'
import type { CommandAnswer } from '../src-shared/lab-api'
import { drawPng } from './draw-png'
import type { FromWorker, ToWorker } from './messages'

/** Starts the lab in a worker of this page. */
export function openWorker(listener: LabListener): LabLink {
  const worker = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' })
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
  worker.onerror = () => {
    running = false
    listener.onLost()
  }
  return {
    get connected() {
      return running
    },
    link_base: location.origin + location.pathname,
    ask: (command) =>
      new Promise((resolve) => {
        waiting.set(++asked, resolve)
        tell({ kind: 'command', id: asked, command })
      })
  }
}
