import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src-shared/random'
import { openLog } from './harness'
import { MemoryDisk } from './memory-disk'

describe('any history of appends, snapshots, flushes and crashes', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'recovers all that was durable and nothing that was not said (seed %i)',
    async (seed) => {
      const random = createRandom(seed, 'wal')
      const disk = new MemoryDisk()
      let model: { snapshot: unknown; records: unknown[] } = { snapshot: null, records: [] }
      let next = 0
      for (let boot_number = 0; boot_number < 12; boot_number++) {
        const { log, recovered, durable, flush } = await openLog(disk, { segment_bytes_max: 300 })
        expect({ snapshot: recovered.snapshot, records: recovered.records }).toEqual(model)
        // What the log would hold had it been cut off at each position.
        const history = [model]
        if (boot_number % 3 === 2) disk.operations_left = Math.floor(random() * 30)
        for (let i = 0; i < 15; i++) {
          const { snapshot, records }: typeof model = history.at(-1)!
          const random_value = random()
          if (random_value < 0.7) {
            log.append(++next)
            history.push({ snapshot, records: [...records, next] })
          } else if (random_value < 0.8) {
            const kept = records.slice(Math.floor(random() * (records.length + 1)))
            log.saveSnapshot(++next, kept)
            history.push({ snapshot: next, records: kept })
          } else if (log.position > (durable.at(-1)?.position ?? 0)) {
            await flush()
            if (disk.operations_left < 0) break
          }
        }
        if (random() < 0.5) log.flush()
        disk.restart(random)
        const { recovered: after } = await openLog(disk, { segment_bytes_max: 300 })
        model = { snapshot: after.snapshot, records: after.records }
        expect(history.slice(durable.at(-1)?.position ?? 0)).toContainEqual(model)
      }
    }
  )
})
