/** Whether the operations of a workload's script came to what is expected of them. Pure: a fold over the run's events. */
import { answersText } from '../../data-types/transaction/operations'
import type { OperationResult } from '../../operations'
import type { EventOf, LabEvent } from '../../events'
import { operationKey } from '../../folds/operations'
import type { ExpectationResult } from '../../result'
import type { ScriptedOutcome, ScriptEntry } from '../sections/script'

type End = EventOf<'ok'> | EventOf<'fail'> | EventOf<'info'>

/** One result for each entry that expects something, in order. */
export function evaluateScript(script: readonly ScriptEntry[], events: readonly LabEvent[]): ExpectationResult[] {
  if (script.length === 0) return []
  const ends = endsOf(events)
  return script.flatMap((entry, place) => {
    const { expect } = entry
    if (!expect) return []
    const text = `${describeEntry(entry)} ${describeWanted(expect)}${expect.because ? `: ${expect.because}` : ''}`
    const end = ends.get(place)
    return [{ text, met: isMet(expect, end), observed: describeEnd(end) }]
  })
}

/** How each entry ended; nothing for those that were never invoked or have no end. */
function endsOf(events: readonly LabEvent[]): Map<number, End> {
  const places = new Map<string, number>()
  const ends = new Map<number, End>()
  for (const event of events) {
    if (event.kind === 'invoke' && event.script !== undefined) places.set(operationKey(event), event.script)
    if (event.kind !== 'ok' && event.kind !== 'fail' && event.kind !== 'info') continue
    const place = places.get(operationKey(event))
    if (place !== undefined) ends.set(place, event)
  }
  return ends
}

function isMet({ outcome, value, siblings, members, answers, token }: ScriptedOutcome, end: End | undefined): boolean {
  if (outcomeOf(end) !== outcome) return false
  if (end?.kind !== 'ok') return true
  const { result } = end
  if (value !== undefined && result.value !== value) return false
  if (token !== undefined && end.token !== token) return false
  if (members && JSON.stringify(members) !== JSON.stringify(result.members)) return false
  if (answers && JSON.stringify(answers) !== JSON.stringify(result.answers)) return false
  return siblings === undefined || sorted(siblings) === sorted(result.siblings ?? [])
}

/** An operation that never ended is unknown. */
function outcomeOf(end: End | undefined): ScriptedOutcome['outcome'] {
  return end === undefined || end.kind === 'info' ? 'unknown' : end.kind
}

function sorted(values: readonly string[]): string {
  return JSON.stringify([...values].sort())
}

function describeEntry({ at, client, node, operation, policy }: ScriptEntry): string {
  const argument = 'value' in operation ? ` ${operation.value}` : ''
  const how = [node && `via ${node}`, policy && `under ${policy}`].filter(Boolean).join(' ')
  return `At ${at / 1000} s ${client}'s ${operation.f} ${operation.key}${argument}${how && ` ${how}`}`
}

function describeWanted({ outcome, value, siblings, members, answers, token }: ScriptedOutcome): string {
  const parts = [
    value !== undefined && `reads ${value ?? 'nothing'}`,
    answers && `answers ${answersText(answers)}`,
    members && `reads ${listText(members)}`,
    siblings && `finds ${siblings.join(' and ')} side by side`,
    token !== undefined && `is given ${token}`
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : `ends as ${outcome}`
}

function listText(members: readonly string[]): string {
  return members.length === 0 ? 'an empty one' : members.join(', ')
}

function readText({ value, siblings, members, answers }: OperationResult): string {
  if (answers) return answersText(answers)
  if (members) return listText(members)
  return siblings ? siblings.join(' and ') : value === undefined ? 'ok' : (value ?? 'nothing')
}

function describeEnd(end: End | undefined): string {
  if (end === undefined) return 'it never ended'
  if (end.kind !== 'ok') return `${outcomeOf(end)}: ${end.error}`
  return `${readText(end.result)} from ${end.node}${end.token === undefined ? '' : `, given ${end.token}`}`
}
