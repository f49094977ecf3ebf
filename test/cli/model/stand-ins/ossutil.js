'use strict';
// STAND-IN for ossutil, which uploads nothing.
const { appendFileSync } = require('node:fs');

const [record, ...args] = process.argv.slice(2);
appendFileSync(record, `${JSON.stringify({ program: 'ossutil', args, env: process.env })}\n`);
console.log('Success: 1 file');
process.exit(process.env.STAND_IN_FAILS === args[1] ? 3 : 0);
