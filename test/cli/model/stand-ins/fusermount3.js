'use strict';
// STAND-IN for fusermount3, which takes away the link that the stand-in of gocryptfs has made.
const { appendFileSync, lstatSync, mkdirSync, unlinkSync } = require('node:fs');

const [record, ...args] = process.argv.slice(2);
appendFileSync(record, `${JSON.stringify({ program: 'fusermount3', args, env: process.env })}\n`);
const mountPoint = args.at(-1);
if (!lstatSync(mountPoint, { throwIfNoEntry: false })?.isSymbolicLink()) process.exit(1);
unlinkSync(mountPoint);
mkdirSync(mountPoint, { mode: 0o700 });
