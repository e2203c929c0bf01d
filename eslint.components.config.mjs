import { defineConfig } from 'eslint/config'
import config, { PROMISES } from './eslint.config.mjs'

/** Components with the rules that need types: these are made anew for every component, which takes minutes, so `npm test` leaves them out. */
export default defineConfig(...config, {
  files: ['**/*.vue'],
  languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
  rules: PROMISES
})
