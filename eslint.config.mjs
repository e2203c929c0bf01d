import boundaries from 'eslint-plugin-boundaries'
import prettier from 'eslint-config-prettier'
import globals from 'globals'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

/** The house from the top floor down. A folder may import the floors below its own, never above, and beside it only as named. */
const FLOORS = [
  ['src-main/desktop', 'src-main/cli'],
  ['src-main/server', 'src-main/report'],
  ['src-main/sweep', 'src-main/lessons'],
  ['src-main/lab', 'src-main/workload', 'src-main/checkers', 'src-main/fabric'],
  ['src-node/runtime', 'src-node/simulation'],
  ['src-node/node-core'],
  ['src-node/protocols'],
  ['src-node/crdt'],
  ['src-shared']
]
/** The server hands out reports, the lab runs what stands on its own floor, checkers judge the histories of clients. */
const BESIDE = {
  'src-main/server': ['src-main/report'],
  'src-main/checkers': ['src-main/workload'],
  'src-node/simulation': ['src-node/runtime'],
  'src-main/lab': ['src-main/workload', 'src-main/checkers', 'src-main/fabric']
}
/** The page reaches the lab through its link alone. */
const RENDERER = 'src-renderer'
/** Page and lab in one tab: above both. */
const WEB = 'src-web'

const mayImport = FLOORS.flatMap((floor, level) =>
  floor.map((folder) => ({
    from: { element: { type: folder } },
    allow: { to: { element: { types: { anyOf: [folder, ...(BESIDE[folder] ?? []), ...FLOORS.slice(level + 1).flat()] } } } }
  }))
)

const NO_ELECTRON = { name: 'electron', message: 'Only the desktop shell knows Electron.' }
const NO_NODE = { group: ['node:*'], message: 'This code also runs without Node.' }
const NOT_PURE = [
  { object: 'Date', property: 'now', message: 'Time is handed in.' },
  { object: 'Math', property: 'random', message: 'Randomness is handed in.' },
  { object: 'performance', property: 'now', message: 'Time is handed in.' }
]
const FOCUSED_TEST = {
  selector: 'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name="only"]',
  message: 'A focused test hides the others.'
}

export default defineConfig(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/'] },
  ...tseslint.configs.recommended,
  // Their rules ask for the type of every operand: only where Vue is.
  { files: ['src-renderer/**', 'docs/**/*.vue'], extends: [vue.configs['flat/recommended']] },
  {
    languageOptions: { globals: globals.node },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      eqeqeq: 'error'
    }
  },
  {
    files: ['**/*.ts', '**/*.mts', '**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser, tsconfigRootDir: import.meta.dirname } }
  },
  {
    files: ['src-renderer/**', 'docs/.vitepress/theme/**'],
    languageOptions: { globals: globals.browser },
    rules: { 'vue/multi-word-component-names': 'off', 'vue/prop-name-casing': 'off' }
  },
  {
    files: ['src-*/**/*.{ts,vue}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: ['tsconfig.node.json', 'tsconfig.web.json'], noWarnOnMultipleProjects: true } },
      'boundaries/elements': [...FLOORS.flat(), RENDERER, WEB].map((folder) => ({ type: folder, pattern: folder }))
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...mayImport,
            {
              from: { element: { type: RENDERER } },
              allow: { to: { element: { types: { anyOf: [RENDERER, 'src-shared'] } } } }
            },
            {
              from: { element: { type: WEB } },
              allow: {
                to: {
                  element: {
                    types: {
                      anyOf: [
                        WEB,
                        RENDERER,
                        'src-main/server',
                        'src-main/report',
                        'src-main/sweep',
                        'src-node/protocols',
                        'src-main/lessons',
                        'src-main/lab',
                        'src-main/checkers',
                        'src-shared'
                      ]
                    }
                  }
                }
              }
            }
          ]
        }
      ]
    }
  },
  {
    files: ['src-*/**'],
    ignores: ['src-main/desktop/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON] }] }
  },
  {
    files: ['src-shared/**', 'src-node/crdt/**', 'src-node/protocols/**', 'src-renderer/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON], patterns: [NO_NODE] }] }
  },
  { files: ['src-node/{crdt,protocols}/**'], rules: { 'no-restricted-properties': ['error', ...NOT_PURE] } },
  { files: ['test/**'], rules: { 'no-restricted-syntax': ['error', FOCUSED_TEST] } },
  prettier
)
