import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileWithin } from '../../../src-main/server/static-files'

const FOLDER = `${sep}srv${sep}page`

describe('a path from a URL', () => {
  it('names a file within the folder', () => {
    expect(fileWithin(FOLDER, '/assets/index%20a.js')).toBe([FOLDER, 'assets', 'index a.js'].join(sep))
  })

  it('never leads out of it', () => {
    for (const path of [
      '/../secret',
      '/%2e%2e/secret',
      '/a/../../secret',
      '/..%2fsecret',
      '/%',
      '/a%00.js',
      '/..\\secret',
      '/../page-of-others'
    ])
      expect(fileWithin(FOLDER, path), path).toBeNull()
  })
})
