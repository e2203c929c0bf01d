import type { LabEvent } from '../../../src-shared/events'
import { forgetMessages } from '../../../src-shared/folds/messages'
import { adoptOperations } from '../../../src-shared/folds/operations'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { definitionOf } from '../../../src-shared/protocols/registry'
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import { Narrator } from '../text/narrator'
import { OperationLog } from '../history/operationLog'

/** Everything the page keeps of one run: the shared fold and what only a screen needs. Plain objects: Vue never sees a single event. */
export class RunFolds {
  readonly fold
  readonly history = new OperationLog()
  readonly narrator

  constructor(readonly protocol: ProtocolDescription | null) {
    const definition = protocol ? definitionOf(protocol) : undefined
    this.fold = createRunFold(definition)
    this.narrator = new Narrator(protocol?.term ?? null, definition?.panels.story)
  }

  get cluster() {
    return this.fold.cluster
  }

  observe(event: LabEvent): void {
    foldEvent(this.fold, event)
    this.history.observe(event)
    this.narrator.observe(event, this.fold)
  }

  /** Lets go of single messages, and of what the protocol folds from marks, which are let go of with them. */
  forgetMessages(): void {
    forgetMessages(this.fold.messages)
    for (const { fold, state } of this.fold.declared) fold.forget?.(state)
  }

  /** Lets go of single operations. */
  forgetOperations(): void {
    this.history.forget()
  }

  /** Takes operation counts up to now from a later state of the run: the events themselves have been discarded. */
  adoptOperations(later: RunFolds): void {
    adoptOperations(this.fold.operations, later.fold.operations, this.cluster.now_us)
  }
}
