import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerResponse } from 'node:http'

/** More than all exports of a run together. */
const FILES_MAX = 1000
/** Names of recordings, exports and what else is ours: nothing in them has to be escaped. */
const OWN_NAME = /^[\w.-]+(\/[\w.-]+)*$/

/** Answers with a page that links to every file of a recording's folder. */
export async function sendFolderPage(
  response: ServerResponse,
  folder: string,
  headers: Readonly<Record<string, string>>
): Promise<void> {
  const names = (await filesIn(folder)).filter((name) => OWN_NAME.test(name)).sort()
  const links = names.slice(0, FILES_MAX).map((name) => `<li><a href="${name}" download>${name}</a></li>`)
  response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Files of a run – Netsplit</title>
<body style="margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 16px/1.6 system-ui">
<h1 style="font-size: 28px">Files of a run</h1><ul style="columns: 18rem">${links.join('\n')}</ul>`)
}

/** By path within the folder. Not by `recursive`, which the oldest Electron's Node does not know. */
async function filesIn(folder: string, within = ''): Promise<string[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true })
  const names = entries.map(async (entry) => {
    const name = within + entry.name
    return entry.isDirectory() ? filesIn(folder, `${name}/`) : entry.isFile() ? [name] : []
  })
  return (await Promise.all(names)).flat()
}
