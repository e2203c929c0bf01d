/** What a person asked for and cannot have; the message is one sentence. */
export class LabError extends Error {
  override readonly name = 'LabError'
}
