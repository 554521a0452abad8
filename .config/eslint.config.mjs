import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Use a named export, so that one thing has one name everywhere.',
};
const impureNames = ['Date', 'console', 'process', 'setTimeout', 'fetch', 'crypto', 'Buffer', 'window', 'document'].map(
  (name) => ({ name, message: 'core is pure: take clocks, random bytes, input and output as arguments.' }),
);
const mathRandom = {
  object: 'Math',
  property: 'random',
  message: 'Use randomStream(seed) of core/base, so that a result can be repeated.',
};
const rawIpc = (names) => ({
  'no-restricted-imports': [
    'error',
    { paths: [{ name: 'electron', importNames: names, message: 'Raw IPC lives in its one file only.' }] },
  ],
});

export default tseslint.config(
  { ignores: ['.venv/**', 'dist/**', 'out/**', 'node_modules/**', 'test/fixtures/planted/**', 'models/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['.config/*.ts'] }, tsconfigRootDir: root },
    },
    rules: {
      'max-lines': ['error', 300],
      'max-params': ['error', 4],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
      'no-restricted-properties': ['error', mathRandom],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['electron/core/**/*.ts', 'electron/contract/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...impureNames] },
  },
  { files: ['electron/main/**/*.ts'], ignores: ['electron/main/ipc.ts'], rules: rawIpc(['ipcMain']) },
  { files: ['electron/preload/**/*.ts'], ignores: ['electron/preload/preload.ts'], rules: rawIpc(['ipcRenderer']) },
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['.config/**'], rules: { 'no-restricted-syntax': 'off' } },
);
