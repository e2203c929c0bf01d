/** So many can be fetched; the oldest are let go. */
const KEPT_MAX = 24

/** Addresses under which the page fetches what the lab in its worker made. */
export class BlobPaths {
  private readonly paths: string[] = []

  add(content: readonly Uint8Array[], type: string): string {
    const path = URL.createObjectURL(new Blob([...content] as BlobPart[], { type }))
    this.paths.push(path)
    for (const oldest of this.paths.splice(0, Math.max(0, this.paths.length - KEPT_MAX))) URL.revokeObjectURL(oldest)
    return path
  }
}
