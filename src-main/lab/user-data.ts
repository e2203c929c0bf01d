import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where programs keep what belongs to their user. */
export function userData(): string {
  const { APPDATA, XDG_DATA_HOME } = process.env
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Netsplit')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Netsplit')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'netsplit')
}

/** One's own scenarios, for every shell alike. No installation writes there, so an update leaves them alone. */
export function ownScenariosFolder(): string {
  return join(userData(), 'scenarios')
}
