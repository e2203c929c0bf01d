/** Little-endian 32-bit fields in plain byte arrays (a DataView per chunk costs more than it saves here). */

/** The unsigned number at `bytes[at, at + 4)`. */
export function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

/** Writes the low 32 bits of `value` at `bytes[at, at + 4)`. */
export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}
