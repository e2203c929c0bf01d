/**
 * Many groups of a protocol in one process, as sharded stores run them: every group is an instance of its own that knows nothing of the
 * others, and keeps the keys that hash to it. They share the process: one log and one sync for all, one message to each peer for what a
 * step has to say, heartbeats included. A session's token holds one of each group, so session guarantees hold per group.
 */
import { batchOf } from '../../../../src-shared/description/messages'
import type { Plain, Protocol, ProtocolMessage } from '../../contract'
import { Host } from './host'
import { watchGroups } from './invariants'
import type { GroupId, GroupsMessage, HostRecord, HostSnapshot, HostState } from './state'

export function hostGroups<State, M extends ProtocolMessage, R extends Plain, S extends Plain>(
  inner: Protocol<State, M, R, S>,
  groups: readonly GroupId[]
): Protocol<HostState<State, R, S>, GroupsMessage<M>, HostRecord<R, S>, HostSnapshot<S>> {
  const host = new Host(() => inner, groups)
  const { description } = inner
  const group = { name: 'group', type: 'text', optional: true } as const
  return {
    description: {
      ...description,
      messages: [batchOf(description.messages)],
      commands: description.commands.map((command) => ({ ...command, arguments: [...command.arguments, group] }))
    },
    boot: (given, context) => host.boot(given, context),
    step: (state, inputs, context) => host.step(state, inputs, context),
    sample: () => ({}),
    sampleGroups: (state) => new Map([...state.groups].map(([group, hosted]) => [group, inner.sample(hosted.state)])),
    createInvariants: (nodes, parameters) => watchGroups(groups, () => inner.createInvariants(nodes, parameters)),
    describe: (state) => [...state.groups].map(([group, hosted]) => `${group}: ${inner.describe(hosted.state)}`).join('\n'),
    describeMessage: ({ parts }) => parts.map(([group, message]) => `${group}: ${inner.describeMessage(message)}`).join('; ')
  }
}
