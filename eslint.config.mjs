import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'lib/', 'node_modules/', 'examples/', '**/*.js', '**/*.mjs', 'cli/lib/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 14],
      'max-lines': ['error', { max: 400 }],
      'max-params': ['error', 4],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // cdk8s constructs live by the side effect of `new`, as every construct library does
      'no-new': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  // generated from the schemas beside them
  { files: ['constructs/*/props.ts'], rules: { 'max-lines': 'off' } },
);
