/** Puts a text on the clipboard. False where the browser does not let this page, as over a network without encryption. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
