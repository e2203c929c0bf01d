/** Gauges under the names of the description's series: of a group its leader knows who waits for whom. */
import { describeState } from '../raft/describe'
import { describeMessage as describeRaftMessage } from '../raft/messages'
import { machineOf } from './groups'
import { commitMachine } from './machine'
import type { CommitMessage } from './messages'
import type { CommitState } from './state'

export function sample(state: CommitState): Record<string, number> {
  const led = [...state.led]
  const in_doubt = led.reduce((sum, [group]) => sum + machineOf(state, group).prepared.size, 0)
  const locks_held = led.reduce((sum, [, { store }]) => sum + store.locks.keys.size + store.locks.prefixes.size, 0)
  return { open: state.open.size, in_doubt, locks_held }
}

export function sampleGroups(state: CommitState): Map<string, Readonly<Record<string, number>>> {
  return new Map(state.groups.map((group) => [group, commitMachine.sample(machineOf(state, group))]))
}

/** One line for logs, tests and the screen. */
export function describe(state: CommitState): string {
  const groups = [...state.host.groups].map(([group, { state: raft }]) => {
    const { prepared, records } = machineOf(state, group)
    return `${group}: prepared=${prepared.size} records=${records.size} ${describeState(raft)}`
  })
  return [`${state.id} open=${state.open.size}`, ...groups].join('\n')
}

export function describeMessage(message: CommitMessage): string {
  if (message.type === 'groups') return message.parts.map(([group, part]) => `${group}: ${describeRaftMessage(part)}`).join('; ')
  const { type, transaction } = message
  const group = 'group' in message ? ` ${message.group}` : ''
  return `${type}${group} ${transaction}${detailOf(message)}`
}

function detailOf(message: Exclude<CommitMessage, { type: 'groups' }>): string {
  switch (message.type) {
    case 'step':
      return ` ${message.number}: ${message.step.do} ${message.step.do === 'scan' ? `${message.step.prefix}*` : message.step.key}`
    case 'step-done':
      return ` ${message.number}: ${JSON.stringify(message.result.answer)}`
    case 'refuse':
      return `: ${message.reason}`
    case 'vote':
      return `: ${message.vote}`
    case 'outcome':
      return `: ${message.commit ? 'commit' : 'abort'}`
    case 'decision':
      return `: ${message.commit ? 'commit' : `abort, ${message.reason}`}`
    default:
      return ''
  }
}
