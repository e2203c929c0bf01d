/** Serves the built page with a fake lab, to look at and to measure: `PAGE=out/renderer LOAD=5000 NODES=5`. */
import { resolve } from 'node:path'
import { startLabServer } from '../../../../src-main/server/lab-server'
import { FakeLab } from './fakeLab'

const PACE_MS = 20
const lab = new FakeLab(Number(process.env.LOAD ?? 0), Number(process.env.NODES ?? 5))
void startLabServer({
  lab,
  port: Number(process.env.PORT ?? 0),
  pageFolder: resolve(process.env.PAGE ?? 'out/renderer'),
  recordingsFolder: resolve('out')
}).then((server) => {
  lab.advance(20_000_000)
  let last_ms = performance.now()
  setInterval(() => {
    const now_ms = performance.now()
    const passed_ms = Math.floor((now_ms - last_ms) / 10) * 10
    last_ms += passed_ms
    if (passed_ms > 0) lab.advance(passed_ms * 1000)
  }, PACE_MS)
  console.log(server.url)
})
