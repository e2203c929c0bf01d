import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineConfig } from 'vitepress'
import { NAVIGATION, SIDEBARS } from './navigation'

/** The lab as static files, where it has been built: see `npm run build:web`. */
const LAB = resolve('out/web')

/** The documentation as a static site: `npm run build:docs`. Nothing of it is fetched from elsewhere. */
export default defineConfig({
  title: 'Netsplit',
  description: 'A desktop lab for distributed systems: cut a link, watch the cluster react, measure it.',
  outDir: '../out/docs',
  cacheDir: '../node_modules/.cache/vitepress',
  vite: { publicDir: resolve('resources/icons') },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: NAVIGATION,
    sidebar: SIDEBARS
  },
  transformHead: ({ siteData }) => [['link', { rel: 'icon', href: `${siteData.base}icon.svg` }]],
  buildEnd({ outDir }) {
    if (existsSync(LAB)) cpSync(LAB, join(outDir, 'lab'), { recursive: true })
    else console.warn('The lab is not built (npm run build:web): the pages will show its pictures alone.')
  }
})
