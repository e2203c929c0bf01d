/** Observed transactions that vanish (Bailis et al., VLDB 2014): having read from a transaction, somebody then reads older than it wrote. */
import { VIEW, WW } from './graph'
import { NOBODY, writes } from './keys'
import type { Lists } from './lists'
import { eachRead } from './reads'
import type { Read } from './reads'
import type { Registers } from './registers'
import type { Scene } from './scene'

export function findVanished(scene: Scene, lists: Lists, registers: Registers): void {
  const { transactions, keys } = scene
  for (let reader = 0; reader < transactions.length; reader++) {
    const transaction = transactions[reader]!
    if (transaction.answers === null || transaction.steps.length < 2) continue
    const observed = new Map<number, Read>()
    eachRead(transaction, keys, (read) => {
      for (const [writer, seen_by] of observed) {
        // A scan reads its keys in no order.
        if (read.is_predicate || read.at === seen_by.at || !writes(transactions[writer]!, read.key.name)) continue
        scene.meter.spend(1)
        if (read.key.is_list ? lists.isBefore(read, writer) : registers.isBefore(read, writer))
          tell(scene, reader, writer, seen_by, read)
        else addView(scene, writer, read)
      }
      const writer = writerOf(scene, read)
      if (writer !== reader && writer >= 0 && scene.is_committed[writer] === 1 && !observed.has(writer))
        observed.set(writer, read)
    })
  }
}

/** What was read is not older than what the observed transaction wrote. */
function addView(scene: Scene, observed: number, read: Read): void {
  const writer = writerOf(scene, read)
  if (!read.key.is_list && writer >= 0 && scene.is_committed[writer] === 1)
    scene.graph.edge(observed, writer, WW | VIEW, read.key.id)
}

function writerOf({ keys }: Scene, { key, elements, length, value }: Read): number {
  const last = key.is_list ? elements[length - 1] : value
  return last === null || last === undefined || key.has_unknown_values ? NOBODY : keys.writerOf(key, last)
}

function tell(scene: Scene, reader: number, writer: number, seen: Read, missed: Read): void {
  scene.evidence.add('OTV', [writer, reader], () => {
    const [one, other] = [scene.name(reader), scene.name(writer)]
    return `${one} read what ${other} wrote to ${seen.key.name}, and after that read ${missed.key.name} as it was before ${other}.`
  })
}
