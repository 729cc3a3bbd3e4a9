/*
 * What a reader may rely on in every file. A rule that is turned off says why; a suppression in a file has to say why as well.
 */
import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', '**/*.contract.ts', '**/*.contract.*.ts', 'test/**/*.ts'];

const NODE_GLOBALS = Object.fromEntries(
  [
    'console',
    'process',
    'Buffer',
    'URL',
    'TextEncoder',
    'TextDecoder',
    'fetch',
    'performance',
    'AbortController',
    'AbortSignal',
    'setTimeout',
    'clearTimeout',
    'setImmediate',
  ].map((name) => [name, 'readonly']),
);

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'scratch/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  js.configs.recommended,
  comments.recommended,
  {
    rules: {
      '@eslint-community/eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      eqeqeq: 'error',
      'no-console': 'off',
      'object-shorthand': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // ---- stricter than the sets
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],

      // ---- with options
      // `void f()` says that nobody waits, and `(): void => void f()` that nobody looks at the answer: both on purpose.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      // Numbers in messages are plain; anything else has to be turned into words first.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Reading a member of a record by brackets says that it may be missing.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Spreading a text into its code points is how they are counted.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      // `_` names what a signature asks for and a body does not need.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],

      // ---- not for this house
      // Classes of commands and modules of Nest hold decorators only: the class is the declaration.
      '@typescript-eslint/no-extraneous-class': 'off',
      // A rule of the decider or a step of a fold has one signature for all, whether or not this one waits for something.
      '@typescript-eslint/require-await': 'off',
      // A generic that is named once still ties a declaration to its type, as in `Decider<Noun, typeof commands>`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A command is a message: its class declares the fields, and a literal with these fields is the same message.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // What goes into a JSON value has to be an alias, because an interface is not assignable to an index signature.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `{ [slot: string]: … }` says what the key is; `Record<string, …>` does not.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // It asks for `!`, which `no-non-null-assertion` forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // A union of literals and types is often written out for the reader, although the compiler would fold it.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
    },
  },
  {
    // `CbmProposed({ ...command })`: the fields of a command become those of an event, which the compiler compares one by one.
    files: ['src/negotiation/**/*.{decider,rules}.ts', 'src/commands/drafts.ts'],
    rules: { '@typescript-eslint/no-misused-spread': 'off' },
  },
  {
    files: SPECS,
    rules: {
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test'].map((object) => ({ object, property: 'only', message: 'It hides every other test of the file.' })),
      ],
      // A test breaks what it stands on if the value is missing, and says so by failing.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Matchers of Jest are typed as `any` (`expect.any`, `expect.objectContaining`), and answers over HTTP are whatever came.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: NODE_GLOBALS },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { ...NODE_GLOBALS, require: 'readonly', module: 'writable', __dirname: 'readonly' },
    },
  },
  prettier,
);
