import type { LabEvent } from '../../src-shared/events'
import { createRunFold, foldEvent } from '../../src-shared/folds/run'
import type { ProtocolDescription } from '../../src-shared/protocol-description'
import { Narrator } from './narrator'
import { OperationLog } from './operationLog'

/** Everything the page keeps of one run: the shared fold and what only a screen needs. Plain objects: Vue never sees a single event. */
export class RunFolds {
  readonly fold
  readonly history = new OperationLog()
  readonly narrator

  constructor(readonly protocol: ProtocolDescription | null) {
    this.fold = createRunFold(protocol ?? undefined)
    this.narrator = new Narrator(this.fold.cluster)
  }

  get cluster() {
    return this.fold.cluster
  }

  observe(event: LabEvent): void {
    foldEvent(this.fold, event)
    this.history.observe(event)
    this.narrator.observe(event)
  }
}
