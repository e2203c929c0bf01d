import type { ServerResponse } from 'node:http'
import type { Access } from '../access'
import { SECURITY_HEADERS } from '../headers'

const STYLE = `
:root { color-scheme: light dark; font: 18px/1.4 system-ui, sans-serif }
body { display: grid; place-items: center; min-height: 100vh; margin: 0 }
main { width: min(22rem, 100vw - 2rem) }
h1 { font-size: 1.5rem; margin: 0 0 1rem }
label { display: block; margin-bottom: .25rem }
input, button { box-sizing: border-box; width: 100%; min-height: 3rem; padding: .25rem .75rem; border-radius: .5rem; font: inherit }
input { border: 1px solid #767676; font: 1.5rem ui-monospace, monospace; letter-spacing: .15em; text-transform: uppercase }
button { margin-top: .75rem; border: 0; background: #1d4ed8; color: #fff; font-weight: 600 }
`

/** What a browser without the token gets: in a room a place to type the join code, and why the one that it has is none; otherwise one sentence. */
export function sendJoinPage(response: ServerResponse, access: Access, tried: string | null): void {
  const isOpen = access.joinCode !== null
  const type = isOpen ? 'text/html' : 'text/plain'
  response.writeHead(403, { ...SECURITY_HEADERS, 'Content-Type': `${type}; charset=utf-8` })
  response.end(isOpen ? joinPage(tried === null ? null : access.refusalOf(tried)) : `${access.refusalOf(tried)}\n`)
}

function joinPage(refusal: string | null): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Join a Netsplit lab</title><style>${STYLE}</style>
<main><h1>Join the lab</h1><form>
<label for="code">Join code, as on the projector</label>
<input id="code" name="token" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="12">
${refusal === null ? '' : `<p role="alert">${refusal}</p>`}<button>Join</button></form></main></html>`
}
