/** The end of a saga: whoever asked for it is answered, once the end is on disk. */
import { SagaEnded } from '../../../src-shared/protocols/saga/facts'
import { reply } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { write } from './records'
import type { Ending, Saga } from './state'

export function end(core: Core, { saga, requests }: Saga, ending: Ending): void {
  const { complete, reason } = ending
  write(core, { kind: 'end', saga, complete, reason })
  emitOnceDurable(core, SagaEnded.of(core.state.id, { saga, complete, ...(!complete && { reason }) }))
  for (const request of requests) answer(core, request, ending)
}

export function answer(core: Core, request: number, { complete, reason }: Ending): void {
  if (complete) reply(core, request, { status: 'ok', result: {} }, 'sync')
  else reply(core, request, { status: 'rejected', error: `taken back: ${reason}` }, 'sync')
}
