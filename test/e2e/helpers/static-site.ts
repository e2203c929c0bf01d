import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import send from '@fastify/send'

export interface StaticSite {
  /** With a path of its own, as a page among others has. */
  readonly url: string
  close(): void
}

/** Serves the lab in a tab as any server of files would, below `/lab/`. */
export function serveTab(): Promise<StaticSite> {
  return serveFolder(resolve('out/web'), '/lab/')
}

/** Serves these files below `base`, and nothing beside it. */
export async function serveFolder(root: string, base: string): Promise<StaticSite> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const found = await send(request, path.replace(base, '/'), { root })
    response.writeHead(path.startsWith(base) ? found.statusCode : 404, found.headers)
    found.stream.pipe(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close() {
      server.closeAllConnections()
      server.close()
    }
  }
}
