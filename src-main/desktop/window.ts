import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, Menu, nativeTheme, screen } from 'electron'
import type { Rectangle } from 'electron'
import { BRIDGE_CHANNELS } from '../../src-shared/desktop-bridge'
import { lockContents, lockSession } from './lockdown'
import { buildMenu } from './menu'
import type { OpenedFiles } from './opened-files'
import type { SettingsFile } from './settings'

const BACKGROUND = { light: '#ffffff', dark: '#111418' }

/** Opens the lab's window on its page. The window remembers where it was. `asked`: see {@link lockContents}. */
export function openWindow(
  url: string,
  file: SettingsFile,
  asked: (target: URL) => void,
  opened_files: OpenedFiles
): BrowserWindow {
  const { window: remembered } = file.settings
  const window = new BrowserWindow({
    ...(isOnScreen(remembered) ? remembered : { width: remembered.width, height: remembered.height }),
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Netsplit',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(__dirname, '../preload/preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      // The lab goes on while the window is covered, and its charts must not lag behind when it comes back.
      backgroundThrottling: false
    }
  })
  lockSession(window.webContents.session, new URL(url).origin)
  lockContents(window.webContents, url, asked)
  Menu.setApplicationMenu(buildMenu((command) => window.webContents.send(BRIDGE_CHANNELS.menuCommand, command), !app.isPackaged))
  ipcMain.on(BRIDGE_CHANNELS.setDark, (event, dark: unknown) => {
    if (event.senderFrame === window.webContents.mainFrame) nativeTheme.themeSource = dark === true ? 'dark' : 'light'
  })
  ipcMain.on(BRIDGE_CHANNELS.filesWanted, (event) => {
    if (event.senderFrame !== window.webContents.mainFrame) return
    opened_files.deliverTo((opened) => window.webContents.send(BRIDGE_CHANNELS.openedFile, opened))
  })
  window.once('ready-to-show', () => {
    if (remembered.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => file.change({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } }))
  void window.loadURL(url)
  return window
}

/** A screen may have gone since; a window must not open where nobody can see it. */
function isOnScreen({ x, y, width, height }: Partial<Rectangle>): boolean {
  if (x === undefined || y === undefined || width === undefined || height === undefined) return false
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const shared_x = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
    const shared_y = Math.min(y + height, area.y + area.height) - Math.max(y, area.y)
    return shared_x >= 200 && shared_y >= 100
  })
}
