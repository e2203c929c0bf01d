/** One client in virtual time, before nodes whose answers a test writes. */
import { Client } from '../../../src-main/workload/client'
import type { TargetOverride } from '../../../src-main/workload/request-target'
import { description } from '../../../src-shared/protocols/sharded-kv/description'
import { VirtualScheduler } from '../../../src-node/simulation/scheduler'
import type { EventBody } from '../../../src-shared/events'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { createRandom } from '../../../src-shared/random'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import type { ClientMap } from '../../../src-shared/wire/client-map'
import { clientReplySchema, clientRequestSchema } from '../../../src-shared/wire/client-messages'
import type { ClientReplyBody, ClientRequestBody } from '../../../src-shared/wire/client-messages'

export type Reply = ClientReplyBody['reply']
type Ended = { readonly kind: 'ok' | 'fail'; readonly result: OperationResult | null; readonly error: string | undefined }

const ANSWER_US = 1_000

/** Keys before `c` belong to `a`, the others to `b`; or other groups, each with a node of its name. */
export function mapOf(owners: Readonly<Record<string, string>>, epoch = 1): ClientMap {
  const names = [...new Set(Object.values(owners))]
  return {
    epoch,
    starts: Object.keys(owners),
    owners: Object.values(owners).map((owner) => names.indexOf(owner)),
    groups: names.map((name) => ({ name, nodes: [name] }))
  }
}

export class ReadClient {
  readonly scheduler = new VirtualScheduler()
  /** What was asked, in order: the node, and the operation. */
  readonly asked: (readonly [node: string, operation: Operation])[] = []
  readonly events: EventBody[] = []
  private readonly client: Client
  private result: OperationResult | null = null

  /** `answer` null: none comes; `attempts` as in a workload. */
  constructor(
    nodes: readonly string[],
    answer: (operation: Operation, node: string, request: ClientRequestBody) => Reply | null,
    { attempts = 10, isUp = () => true, load = {} }: { attempts?: number; isUp?: (node: string) => boolean; load?: object } = {}
  ) {
    const { scheduler, asked, events } = this
    const workload = workloadSchema.parse({ retry: { attempts }, ...load })
    this.client = new Client({
      client: 'c1',
      nodes,
      first_node: 0,
      policies: description.policies,
      request_options: workload,
      random: createRandom(1, 'retry'),
      scheduler,
      connect: (_client, node, { onReply }) => ({
        get isUp() {
          return isUp(node)
        },
        send: (body) => {
          const request = clientRequestSchema.parse(JSON.parse(JSON.stringify(body)))
          asked.push([node, request.operation])
          const reply = answer(request.operation, node, request)
          if (reply) scheduler.after(ANSWER_US, () => onReply(clientReplySchema.parse({ id: request.id, reply })))
          return true
        },
        close: () => {}
      }),
      emit: (event) => events.push(event)
    })
  }

  /** Runs the operation to its end. */
  read(operation: Operation, override: TargetOverride = {}): Ended {
    const workload = workloadSchema.parse({})
    this.events.length = 0
    this.client.invoke(operation, workload, (result) => (this.result = result), override)
    const end = () => this.events.find((event) => event.kind === 'ok' || event.kind === 'fail')
    while (end() === undefined) this.scheduler.step()
    const ended = end()! as Extract<EventBody, { kind: 'ok' | 'fail' }>
    return { kind: ended.kind, result: this.result, error: ended.kind === 'fail' ? ended.error : undefined }
  }

  /** Begins the operation and goes on. `load`: how long it takes at most, as in a workload. */
  begin(operation: Operation, load: object = {}): void {
    this.client.invoke(operation, workloadSchema.parse(load), () => {})
  }

  /** Numbers of the tries, by request. */
  get attempts(): (readonly [attempt: number, node: string])[] {
    return this.events.flatMap((event) => (event.kind === 'attempt' ? [[event.attempt, event.node] as const] : []))
  }
}
