import { defineConfig } from 'eslint/config'
import config from './eslint.config.mjs'

const PROMISES = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error'
}

/** With the rules that need types. These take minutes (they are made anew for every component), so `npm test` leaves them out. */
export default defineConfig(
  ...config,
  {
    files: ['**/*.ts', '**/*.mts'],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.node.json', './tsconfig.web.json'], noWarnOnMultipleProjects: true }
    },
    rules: PROMISES
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: PROMISES
  }
)
