import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../src-shared/desktop-bridge'

/** The window's menu; what concerns the lab is sent to the page, which does the same on its own buttons. */
export function buildMenu(send: (command: MenuCommand) => void, developer: boolean): Menu {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(command)
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const application: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  return Menu.buildFromTemplate([
    ...application,
    {
      label: '&File',
      submenu: [
        item('Open Link…', 'links', 'CmdOrCtrl+L'),
        item('Export…', 'export', 'CmdOrCtrl+E'),
        separator,
        { role: process.platform === 'darwin' ? 'close' : 'quit' }
      ]
    },
    { role: 'editMenu' },
    {
      label: '&Run',
      submenu: [
        item('Start Again', 'again', 'CmdOrCtrl+Return'),
        item('Stop', 'stop', 'CmdOrCtrl+.'),
        separator,
        item('Heal All', 'heal', 'CmdOrCtrl+Shift+H')
      ]
    },
    {
      label: '&View',
      submenu: [
        item('Learn', 'view-learn', 'CmdOrCtrl+1'),
        item('Lab', 'view-lab', 'CmdOrCtrl+2'),
        item('Scenarios', 'view-scenarios', 'CmdOrCtrl+3'),
        item('Recordings', 'view-recordings', 'CmdOrCtrl+4'),
        item('Compare', 'view-compare', 'CmdOrCtrl+5'),
        item('Explorer', 'view-explorer', 'CmdOrCtrl+6'),
        item('Glossary', 'view-glossary', 'CmdOrCtrl+7'),
        separator,
        {
          label: 'Theme',
          submenu: [item('Light', 'theme-light'), item('Dark', 'theme-dark'), item('Projector', 'theme-projector')]
        },
        item('Present', 'present', 'F6'),
        separator,
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
        ...(developer ? [separator, { role: 'toggleDevTools' } as const] : [])
      ]
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts and Licences', 'shortcuts', 'F1'),
        item('Show Me Around', 'tour'),
        ...(process.platform === 'darwin' ? [] : [{ role: 'about' } as const])
      ]
    }
  ])
}
