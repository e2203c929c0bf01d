/** Words of scenario files that were replaced by better ones. Files written with them are still read. */
import { isMap, isScalar, visit } from 'yaml'
import type { Document, YAMLMap } from 'yaml'

/** By the field whose fields they are: former → present. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  chaos: {
    every: 'interval',
    lasting: 'fault_duration',
    at_once: 'max_concurrent',
    down_max: 'max_down',
    disks_lost_max: 'max_disks_lost',
    at_leader: 'leader_share',
    calm: 'quiet_period'
  },
  workload: { think: 'think_time', follow_leader: 'follow_redirects' }
}
const FAULT_HAD_EFFECT = { kind: 'fault-had-effect', former_kind: 'fault-bit', fields: { bit: 'had_effect' } }

/** Puts the present words in place of former ones, in the document itself, so that errors keep their places. */
export function replaceFormerWords(document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && isMap(value) && Object.hasOwn(FIELDS, String(key.value)))
        renameFields(value, FIELDS[String(key.value)]!)
    },
    Map(_, map) {
      const kind = map.get('expect', true)
      if (!isScalar(kind) || kind.value !== FAULT_HAD_EFFECT.former_kind) return
      kind.value = FAULT_HAD_EFFECT.kind
      renameFields(map, FAULT_HAD_EFFECT.fields)
    }
  })
}

/** A field given under both names stays as it is, to be refused as unknown. */
function renameFields(map: YAMLMap, present: Readonly<Record<string, string>>): void {
  for (const { key } of map.items) {
    if (!isScalar(key) || !Object.hasOwn(present, String(key.value))) continue
    const name = present[String(key.value)]!
    if (!map.has(name)) key.value = name
  }
}
