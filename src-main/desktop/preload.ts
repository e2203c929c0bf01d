import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import { BRIDGE_CHANNELS } from '../../src-shared/desktop-bridge'
import type { DesktopBridge, MenuCommand, OpenedFile } from '../../src-shared/desktop-bridge'

const bridge: DesktopBridge = {
  platform: process.platform,
  onMenuCommand(listener) {
    const receive = (_event: IpcRendererEvent, command: MenuCommand): void => listener(command)
    ipcRenderer.on(BRIDGE_CHANNELS.menuCommand, receive)
    return () => ipcRenderer.off(BRIDGE_CHANNELS.menuCommand, receive)
  },
  onOpenedFile(listener) {
    const receive = (_event: IpcRendererEvent, file: OpenedFile): void => listener(file)
    ipcRenderer.on(BRIDGE_CHANNELS.openedFile, receive)
    ipcRenderer.send(BRIDGE_CHANNELS.filesWanted)
    return () => ipcRenderer.off(BRIDGE_CHANNELS.openedFile, receive)
  },
  setDark(dark) {
    ipcRenderer.send(BRIDGE_CHANNELS.setDark, dark)
  }
}

contextBridge.exposeInMainWorld('netsplit', bridge)
