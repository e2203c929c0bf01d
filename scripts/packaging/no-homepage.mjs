/** electron-builder makes no .deb without a homepage; this one, of trial packages, is left out of it again. */
export const NO_HOMEPAGE = 'about:blank'
