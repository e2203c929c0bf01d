import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { app, dialog, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { version } from '../../package.json'
import { OWN_SCENARIOS_PATH } from '../../src-shared/desktop-bridge'
import { ownScenariosFolder } from '../lab/user-data'
import { RECORDINGS_PATH, recordingFolder } from '../server/recordings'
import { serveLab } from '../server/serve-lab'
import type { ServedLab } from '../server/serve-lab'
import { filesAmong, OpenedFiles } from './opened-files'
import { PAGE_JS_FLAGS } from './page-flags'
import { SettingsFile } from './settings'
import { openWindow } from './window'

/** Longest wait for the lab to end its processes; they end with us in any case. */
const CLOSE_TIMEOUT_MS = 5_000

const opened_files = new OpenedFiles()
let window: BrowserWindow | null = null
let served: ServedLab | null = null

async function start(): Promise<void> {
  app.commandLine.appendSwitch('js-flags', PAGE_JS_FLAGS)
  await app.whenReady()
  app.setAboutPanelOptions({
    applicationName: 'Netsplit',
    applicationVersion: version,
    copyright: '© 2026 Netsplit contributors, MIT licence'
  })
  const file = new SettingsFile(join(app.getPath('userData'), 'settings.json'))
  served = await serveLab({ port: file.settings.port, orAnyPort: true, dataFolder: app.getPath('userData') })
  const { lab, server } = served
  file.change({ port: server.port })
  lab.onState(({ scenario_id }) => {
    if (scenario_id !== null && scenario_id !== file.settings.scenario) file.change({ scenario: scenario_id })
  })
  window = openWindow(server.url, file, openFolder, opened_files)
  window.on('closed', () => (window = null))
  // What goes wrong from here on is in the lab's state, and so on the page.
  await served.start(scenarioAsked() ?? file.settings.scenario).catch((error: unknown) => console.error(error))
}

/** The folder of a recording opens in the system's own window for files. */
function openFolder({ pathname }: URL): void {
  if (pathname === OWN_SCENARIOS_PATH) return void openScenarios()
  if (!pathname.startsWith(RECORDINGS_PATH)) return
  const folder = recordingFolder(join(app.getPath('userData'), 'recordings'), pathname.slice(RECORDINGS_PATH.length, -1))
  if (folder !== null) void shell.openPath(folder)
}

/** It comes to be when it is first needed. */
async function openScenarios(): Promise<void> {
  const folder = ownScenariosFolder()
  await mkdir(folder, { recursive: true })
  await shell.openPath(folder)
}

/** `--scenario=NAME` on the command line. */
function scenarioAsked(): string | null {
  return app.commandLine.getSwitchValue('scenario') || null
}

/** Holds the quitting back until the cluster is gone. */
function quit(event: Electron.Event): void {
  const closing = served
  if (!closing) return
  served = null
  event.preventDefault()
  const late = setTimeout(() => app.exit(1), CLOSE_TIMEOUT_MS)
  void closing
    .close()
    .catch((error: unknown) => console.error(error))
    .finally(() => {
      clearTimeout(late)
      app.quit()
    })
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  console.error(text)
  dialog.showErrorBox('Netsplit could not start', text)
  app.exit(1)
}

if (app.requestSingleInstanceLock()) {
  opened_files.add(filesAmong(process.argv.slice(1), process.cwd()))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    opened_files.add([path])
  })
  app.on('second-instance', (_event, words, folder) => {
    opened_files.add(filesAmong(words.slice(1), folder))
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', quit)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  start().catch(fail)
} else {
  app.quit()
}
