/** The little that the page gets from its window when it runs in the desktop shell; absent in a browser. */

/** What the window's menu asks the page to do. */
export const MENU_COMMANDS = [
  'again',
  'stop',
  'heal',
  'export',
  'links',
  'view-learn',
  'view-lab',
  'view-scenarios',
  'view-recordings',
  'view-compare',
  'view-explorer',
  'view-glossary',
  'theme-light',
  'theme-dark',
  'theme-projector',
  'present',
  'shortcuts',
  'tour'
] as const
export type MenuCommand = (typeof MENU_COMMANDS)[number]

/** Under this path the desktop shell opens the folder of the person's own scenarios. */
export const OWN_SCENARIOS_PATH = '/own-scenarios/'

/** A file that somebody opened with the program; `error`: why it cannot be read. */
export type OpenedFile = { readonly name: string; readonly bytes: Uint8Array } | { readonly name: string; readonly error: string }

/** Found by the page as `window.netsplit`. */
export interface DesktopBridge {
  /** Node's name of the system: `linux`, `darwin`, `win32`. */
  readonly platform: string
  /** Calls the listener for each menu command; returns what ends the listening. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void
  /** Calls the listener for each file that is opened with the program, those from before first; returns what ends the listening. */
  onOpenedFile(listener: (file: OpenedFile) => void): () => void
  /** Lets the window's own frame follow the page's theme. */
  setDark(dark: boolean): void
}

/** Names of the messages between the window and its preload script. */
export const BRIDGE_CHANNELS = {
  menuCommand: 'menu-command',
  openedFile: 'opened-file',
  filesWanted: 'files-wanted',
  setDark: 'set-dark'
} as const
