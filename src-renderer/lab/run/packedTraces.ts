import { Packr } from 'msgpackr'
import type { MessageTrace } from '../../../src-shared/folds/messages'
import { compress, decompress } from './compression'

/** Traces that are packed at once: a millisecond or two. */
const CHUNK_TRACES = 500

interface Chunk {
  readonly bytes: Uint8Array
  readonly packed_bytes: number
}

// Records name the fields of a trace once per chunk.
const packr = new Packr({ useRecords: true })

/** Traces of messages in a twentieth of the room that they take as objects, once they are packed. */
export class PackedTraces {
  private readonly chunks: Chunk[] = []

  /** They are handed over: nobody else changes them. */
  constructor(private loose: readonly MessageTrace[]) {}

  /** Packs some more; false when there was nothing left to pack. */
  packSome(): boolean {
    if (this.loose.length === 0) return false
    const packed = packr.pack(this.loose.slice(0, CHUNK_TRACES))
    this.chunks.push({ bytes: compress(packed), packed_bytes: packed.byteLength })
    this.loose = this.loose.slice(CHUNK_TRACES)
    return true
  }

  /** All of them in order; those that may still change are copies. */
  *traces(): IterableIterator<MessageTrace> {
    for (const { bytes, packed_bytes } of this.chunks) yield* packr.unpack(decompress(bytes, packed_bytes)) as MessageTrace[]
    for (const trace of this.loose) yield Object.isFrozen(trace) ? trace : { ...trace }
  }
}
