import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { ARCHIVE_UPLOAD_PATH } from '../../src-shared/recording-archive'
import { outlineChunks } from '../lab/recording/kept-outline'
import type { Access } from './access'
import { sendFolderPage } from './folder-page'
import { SECURITY_HEADERS } from './headers'
import { sendJoinPage } from './room/join-page'
import type { LabPort } from './lab-port'
import { RecordingUpload, UploadError } from './recording-upload'
import { recordedEvents, sendEvents } from './recorded-events'
import { EVENTS_NAME, OUTLINE_NAME, RECORDINGS_PATH, recordingFolder } from './recordings'
import { sendFile } from './static-files'

/** Where the lab in a browser's tab is served. */
export const TAB_PATH = '/tab/'

export interface HttpPagesOptions {
  readonly access: Access
  readonly lab: LabPort
  /** The built page. */
  readonly pageFolder: string
  /** The built lab in a tab; null: there is none. */
  readonly tabFolder: string | null
  /** Where recordings and their exports are kept. */
  readonly recordingsFolder: string
  /** The port that the server got. */
  readonly port: () => number
  /** Ids of the recordings that participants may read. */
  readonly shown: () => readonly string[]
}

/**
 * Serves the built page and recordings to whoever has the token: in the address of the page, and from then on in a cookie that
 * the page's own files, downloads and uploads carry.
 */
export function httpPages(options: HttpPagesOptions): RequestListener {
  const { access, lab, pageFolder, tabFolder, recordingsFolder, port, shown } = options
  const upload = new RecordingUpload(lab)
  const cookieName = (): string => `netsplit-${port()}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!access.isOwnHost(request.headers.host, port()))
      return refuse(response, 421, 'This server answers to its own address alone.')
    const url = new URL(request.url ?? '/', 'http://netsplit')
    const uploads = request.method === 'POST' && url.pathname === ARCHIVE_UPLOAD_PATH
    if (!uploads && request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only GET is answered here.')
    const given = url.searchParams.get('token')
    const key = given ?? cookie(request, cookieName())
    const role = access.roleOf(key)
    if (role === null) return sendJoinPage(response, access, key)
    const headers: Record<string, string> = { ...SECURITY_HEADERS }
    if (given !== null) headers['Set-Cookie'] = `${cookieName()}=${encodeURIComponent(given)}; Path=/; HttpOnly; SameSite=Strict`
    if (role === 'participant' && !isForParticipants(url.pathname))
      return refuse(response, 403, uploads ? 'Only the instructor can do this.' : 'Only the instructor can open this.')
    if (uploads) return receive(request, response, url)
    const events = recordingOf(url.pathname, EVENTS_NAME)
    if (events !== null) return sendEvents(response, recordedEvents(events), headers)
    const outlined = recordingOf(url.pathname, OUTLINE_NAME)
    if (outlined !== null) return sendEvents(response, outlineChunks(outlined), headers)
    const listed = recordingOf(url.pathname, '')
    if (listed !== null) return sendFolderPage(response, listed, headers)
    if (url.pathname.startsWith(RECORDINGS_PATH)) headers['Content-Disposition'] = 'attachment'
    if (!(await sendFile(request, response, locate(url.pathname), headers))) refuse(response, 404, 'There is nothing here.')
  }

  async function receive(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    // Another page of this computer's browser carries the cookie as well.
    if (!access.isOwnOrigin(request.headers.origin, port()))
      return refuse(response, 403, 'Only this server’s own page may send files.')
    const answer = await upload.receive(request, url.searchParams.get('name') ?? '')
    response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
  }

  /** The folder of the recording of which this is asked for: its events, their outline, or nothing for the folder itself. */
  function recordingOf(path: string, wanted: string): string | null {
    if (!path.startsWith(RECORDINGS_PATH)) return null
    const [id, name, more] = path.slice(RECORDINGS_PATH.length).split('/')
    return name === wanted && more === undefined ? recordingFolder(recordingsFolder, id!) : null
  }

  /** The page itself, and the events of what the instructor shows. */
  function isForParticipants(path: string): boolean {
    if (!path.startsWith(RECORDINGS_PATH)) return true
    return shown().some((id) => [EVENTS_NAME, OUTLINE_NAME].some((name) => path === `${RECORDINGS_PATH}${id}/${name}`))
  }

  function locate(path: string): { readonly folder: string; readonly path: string } {
    if (path.startsWith(RECORDINGS_PATH)) return { folder: recordingsFolder, path: path.slice(RECORDINGS_PATH.length) }
    if (tabFolder !== null && path.startsWith(TAB_PATH))
      return { folder: tabFolder, path: withIndex(path.slice(TAB_PATH.length - 1)) }
    return { folder: pageFolder, path: withIndex(path) }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof UploadError) refuse(response, error.status, error.message)
      else refuse(response, 400, 'This request could not be read.')
    })
  }
}

function withIndex(path: string): string {
  return path === '/' ? '/index.html' : path
}

function cookie(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value) return decodeURIComponent(value)
  }
  return null
}

function refuse(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
