import type { Session, WebContents } from 'electron'

/** All that the page may do beyond itself: put on the clipboard what somebody copies. */
const COPY = 'clipboard-sanitized-write'

/** Whether the page at `origin` may load this: its own files and sockets, and what it made itself. */
export function mayLoad(url: string, origin: string): boolean {
  const { protocol, origin: target } = new URL(url)
  if (protocol === 'ws:') return target.replace('ws:', 'http:') === origin
  return target === origin || protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:'
}

/** Lets nothing reach beyond the lab's own page, whatever its content policy says. */
export function lockSession(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === COPY))
  session.setPermissionCheckHandler((_contents, permission) => permission === COPY)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayLoad(url, origin) }))
}

/** The window shows one page: no navigation, no further windows, no embedded pages. `asked` hears what of its own the page would open in a window. */
export function lockContents(contents: WebContents, url: string, asked: (target: URL) => void): void {
  contents.setWindowOpenHandler(({ url: target }) => {
    const wanted = new URL(target)
    if (wanted.origin === new URL(url).origin) asked(wanted)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event, target) => {
    // The page may reload itself.
    if (target !== url) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
