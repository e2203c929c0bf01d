/** The exports could not be written; the message is one sentence that says what is left. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}
