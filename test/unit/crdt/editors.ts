/** One way to drive our sequence and those of other libraries: elements have unique labels, so that all are told the same. */
import * as Automerge from '@automerge/automerge'
import * as Y from 'yjs'
import { rga } from '../../../src-node/crdt/rga'
import type { RgaState } from '../../../src-node/crdt/rga'

/** One replica of a sequence. */
export interface Editor {
  list(): readonly string[]
  insert(index: number, label: string): void
  remove(index: number): void
  /** Takes in all that the other, an editor of the same library, holds. */
  merge(other: this): void
}

class RgaEditor implements Editor {
  private state: RgaState = rga.empty
  constructor(private readonly replica: string) {}
  list() {
    return rga.value(this.state)
  }
  insert(index: number, label: string) {
    this.state = rga.join(this.state, rga.mutate(this.state, this.replica, { f: 'insert', index, values: [label] }))
  }
  remove(index: number) {
    this.state = rga.join(this.state, rga.mutate(this.state, this.replica, { f: 'remove', index }))
  }
  merge(other: RgaEditor) {
    this.state = rga.join(this.state, other.state)
  }
}

interface Document extends Record<string, unknown> {
  list: string[]
}

class AutomergeEditor implements Editor {
  private static readonly base = Automerge.from<Document>({ list: [] }, '00')
  private document: Automerge.Doc<Document>
  constructor(replica: string) {
    // Actors are hexadecimal; these sort like the replicas, so that ties break alike.
    this.document = Automerge.clone(AutomergeEditor.base, replica.charCodeAt(0).toString(16))
  }
  list() {
    return [...this.document.list]
  }
  insert(index: number, label: string) {
    this.document = Automerge.change(this.document, ({ list }) => list.splice(index, 0, label))
  }
  remove(index: number) {
    this.document = Automerge.change(this.document, ({ list }) => list.splice(index, 1))
  }
  merge(other: AutomergeEditor) {
    this.document = Automerge.merge(this.document, other.document)
  }
}

class YjsEditor implements Editor {
  private readonly document = new Y.Doc()
  constructor(replica: string) {
    this.document.clientID = replica.charCodeAt(0)
  }
  list() {
    return this.array().toArray()
  }
  insert(index: number, label: string) {
    this.array().insert(index, [label])
  }
  remove(index: number) {
    this.array().delete(index)
  }
  merge(other: YjsEditor) {
    Y.applyUpdate(this.document, Y.encodeStateAsUpdate(other.document, Y.encodeStateVector(this.document)))
  }
  private array() {
    return this.document.getArray<string>('list')
  }
}

export const EDITORS: Readonly<Record<'rga' | 'automerge' | 'yjs', (replica: string) => Editor>> = {
  rga: (replica) => new RgaEditor(replica),
  automerge: (replica) => new AutomergeEditor(replica),
  yjs: (replica) => new YjsEditor(replica)
}
export type Library = keyof typeof EDITORS
