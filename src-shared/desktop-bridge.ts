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

/** Found by the page as `window.netsplit`. */
export interface DesktopBridge {
  /** Node's name of the system: `linux`, `darwin`, `win32`. */
  readonly platform: string
  /** Calls the listener for each menu command; returns what ends the listening. */
  onMenuCommand(listener: (command: MenuCommand) => void): () => void
  /** Lets the window's own frame follow the page's theme. */
  setDark(dark: boolean): void
}

/** Names of the messages between the window and its preload script. */
export const BRIDGE_CHANNELS = { menuCommand: 'menu-command', setDark: 'set-dark' } as const
