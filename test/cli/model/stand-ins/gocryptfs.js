'use strict';
// STAND-IN for gocryptfs, which encrypts nothing: a "mount" is a symbolic link to a directory beside the encrypted one, and what
// lies there gets entries with made-up names when it is "unmounted". Switches: environment variables STAND_IN_*.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { join } = require('node:path');

const [record, ...args] = process.argv.slice(2);
const { STAND_IN_VERSION: version = 'gocryptfs 2.4.0', STAND_IN_FLAGS: flags, STAND_IN_FAILS: fails } = process.env;
fs.appendFileSync(record, `${JSON.stringify({ program: 'gocryptfs', args, env: process.env })}\n`);

function fail(code, text) {
  process.stderr.write(`\u001b[31m${text}\u001b[0m\n`);
  process.exit(code);
}

function init(folder, password) {
  if (fs.readdirSync(folder).length > 0) fail(6, 'the directory is not empty');
  if (fails === 'init') fail(24, 'no entropy today');
  const configuration = {
    Creator: version,
    EncryptedKey: createHash('sha256').update(password).digest('hex'),
    Version: 2,
    FeatureFlags: (flags ?? 'HKDF GCMIV128 DirIV EMENames LongNames Raw64').split(' '),
  };
  fs.writeFileSync(join(folder, 'gocryptfs.conf'), JSON.stringify(configuration));
  fs.writeFileSync(join(folder, 'gocryptfs.diriv'), '0123456789abcdef');
}

function mount(folder, mountPoint, password) {
  const { EncryptedKey: expected } = JSON.parse(fs.readFileSync(join(folder, 'gocryptfs.conf'), 'utf8'));
  if (createHash('sha256').update(password).digest('hex') !== expected) fail(12, 'Password incorrect.');
  if (fails === 'mount') fail(19, 'fuse: device not found');
  const plain = `${folder}.plain`;
  fs.mkdirSync(plain, { recursive: true });
  fs.rmdirSync(mountPoint);
  fs.symlinkSync(plain, mountPoint);
  setInterval(() => {
    if (!fs.lstatSync(mountPoint, { throwIfNoEntry: false })?.isDirectory()) return;
    if (!args.includes('-ro')) encryptNames(plain, folder);
    process.exit(0);
  }, 5);
}

function encryptNames(plain, folder) {
  for (const name of fs.readdirSync(folder)) {
    if (/^[\w-]{22}$/.test(name)) fs.rmSync(join(folder, name), { recursive: true });
  }
  for (const entry of fs.readdirSync(plain, { withFileTypes: true })) {
    const name = createHash('md5').update(entry.name).digest('base64url');
    if (!entry.isDirectory()) {
      fs.writeFileSync(join(folder, name), '');
      continue;
    }
    fs.mkdirSync(join(folder, name));
    fs.writeFileSync(join(folder, name, 'gocryptfs.diriv'), '0123456789abcdef');
    encryptNames(join(plain, entry.name), join(folder, name));
  }
}

if (args[0] === '-version') {
  console.log(`${version}; go-fuse v2.4.0; 2023-06-10 go1.20`);
} else {
  const password = fs.readFileSync(0);
  if (args[0] === '-init') init(args.at(-1), password);
  else mount(args.at(-2), args.at(-1), password);
}
