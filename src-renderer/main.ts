import { openSocket } from './lab/browser/socket'
import { tokenFromAddress } from './lab/browser/token'
import { mountPage } from './mount'

const token = tokenFromAddress(location.href)
mountPage(token === null ? null : (listener) => openSocket(token, listener))
