/** Switches the spotlight of present mode; held down, only for so long. */
export const SPOTLIGHT_KEY = 'o'
