/**
 * A protocol that runs within the nodes of another one and keeps nothing on disk. Its messages are among the other's by their types, its
 * timers by a prefix; what it tells, the node tells.
 */
import type { Boot, Context, Effect, Input, Plain, Protocol, ProtocolMessage } from '../contract'

type EmbeddedEffect<M extends ProtocolMessage> = Extract<
  Effect<M, never, never>,
  { readonly kind: 'send' | 'set-timer' | 'clear-timer' | 'emit' }
>

export class Embedded<State, M extends ProtocolMessage, S extends Plain> {
  private readonly types: ReadonlySet<string>

  /** `prefix`: of its timers. */
  constructor(
    private readonly inner: Protocol<State, M, never, S>,
    private readonly prefix: string
  ) {
    this.types = new Set(inner.description.messages.map(({ name }) => name))
  }

  boot(given: Omit<Boot<never, S>, 'recovered'>, context: Context): { state: State; effects: EmbeddedEffect<M>[] } {
    const { state, effects } = this.inner.boot({ ...given, recovered: { snapshot: null, records: [] } }, context)
    return { state, effects: this.outward(effects) }
  }

  /** Takes what is for it, and what concerns all that run on the node. */
  step(state: State, inputs: readonly Input<M | ProtocolMessage>[], context: Context): EmbeddedEffect<M>[] {
    const own = inputs.flatMap((input) => this.inward(input))
    return own.length === 0 ? [] : this.outward(this.inner.step(state, own, context))
  }

  isOwnMessage(message: ProtocolMessage): message is M {
    return this.types.has(message.type)
  }

  /** Inputs that are not for it alone. */
  others<Other extends ProtocolMessage>(inputs: readonly Input<M | Other>[]): Input<Other>[] {
    return inputs.filter(
      (input): input is Input<Other> =>
        !(input.kind === 'message' && this.isOwnMessage(input.message)) &&
        !(input.kind === 'timer' && input.timer.startsWith(this.prefix))
    )
  }

  private inward(input: Input<M | ProtocolMessage>): Input<M>[] {
    switch (input.kind) {
      case 'message':
        return this.isOwnMessage(input.message) ? [{ ...input, message: input.message }] : []
      case 'timer':
        return input.timer.startsWith(this.prefix) ? [{ ...input, timer: input.timer.slice(this.prefix.length) }] : []
      case 'members':
      case 'switches':
        return [input]
      default:
        return []
    }
  }

  private outward(effects: readonly Effect<M, never, S>[]): EmbeddedEffect<M>[] {
    return effects.flatMap((effect): EmbeddedEffect<M>[] => {
      switch (effect.kind) {
        case 'send':
          return [{ ...effect, after: 'now' }]
        case 'set-timer':
        case 'clear-timer':
          return [{ ...effect, timer: this.prefix + effect.timer }]
        case 'emit':
          return [effect]
        default:
          // It is asked nothing by clients.
          return []
      }
    })
  }
}
