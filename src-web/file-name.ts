/** The name of a file of the bundle without its folder and ending. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'))
}
