import { expect, it } from 'vitest'
import { durableFiles } from '../../../../src-node/runtime/wal/backup'
import { openLog, writtenDisk } from './harness'
import { MemoryDisk } from './memory-disk'

/** What recovery finds in a copy of the log as it is on this disk now. */
async function recoveredFromCopy(disk: MemoryDisk) {
  const copy = new MemoryDisk()
  for (const [name, bytes] of durableFiles(disk)) copy.open(name, true).write(bytes, 0)
  const { recovered } = await openLog(copy)
  return { snapshot: recovered.snapshot, records: recovered.records, truncated_bytes: recovered.truncated_bytes }
}

it('holds what is durable and nothing of what is being synced', async () => {
  const disk = await writtenDisk(['a'], ['b', 'c'])
  const { log } = await openLog(disk)
  disk.gate = new Promise(() => {})
  log.append('d')
  log.flush()
  expect(await recoveredFromCopy(disk)).toEqual({ snapshot: null, records: ['a', 'b', 'c'], truncated_bytes: 0 })
})

it('holds nothing of an empty disk', async () => {
  expect(await recoveredFromCopy(new MemoryDisk())).toEqual({ snapshot: null, records: [], truncated_bytes: 0 })
})

it('holds every batch over many segments, and a snapshot with what came after it', async () => {
  const disk = new MemoryDisk()
  const { log, flush } = await openLog(disk, { segment_bytes_max: 50 })
  const kept: string[] = []
  for (let i = 0; i < 20; i++) {
    log.append(`record ${i}`)
    kept.push(`record ${i}`)
    await flush()
    expect(await recoveredFromCopy(disk)).toMatchObject({ records: kept })
  }
  log.saveSnapshot('all of it', ['kept'])
  await flush()
  log.append('later')
  await flush()
  expect(await recoveredFromCopy(disk)).toMatchObject({ snapshot: 'all of it', records: ['kept', 'later'] })
})

it('reads again when a snapshot removes a file meanwhile', async () => {
  const disk = await writtenDisk(['a'])
  const { list, read } = disk
  let listed = 0
  disk.list = () => (listed++ === 0 ? ['00000000.wal', ...list.call(disk)] : list.call(disk))
  disk.read = (name) => {
    if (name === '00000000.wal') throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
    return read.call(disk, name)
  }
  expect(await recoveredFromCopy(disk)).toMatchObject({ records: ['a'] })
})
