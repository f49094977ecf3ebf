#!/usr/bin/env node
'use strict';
// In a checkout the sources run as they are, so that what was built earlier is never run by mistake; in the npm package there
// are no sources, and what was built runs.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
if (existsSync(join(__dirname, 'main.ts'))) {
  require('ts-node').register({ cwd: root, project: join(root, 'tsconfig.json') });
  require('./main.ts');
} else {
  require('./lib/cli/main.js');
}
