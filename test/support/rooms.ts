/** What is needed to build the library, as paths from the root. */
export const librarySources: readonly string[] = [
  ...['constructs', 'helm', 'injection', 'problems'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];

/** What a fresh clone has, as far as the commands of the pages read it. */
export const cloneSources: readonly string[] = [
  ...librarySources,
  ...['charts', 'cli', 'webhook', 'scripts', 'cdk8s.yaml', 'main.ts', '.gitignore'],
];
