import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Interruption } from '../../../cli/io';
import { cai } from '../in-process';
import { encrypted, env } from './encrypted-model';
import { standInPrograms } from './stand-in-programs';

test('what was encrypted is whole, and verifying changes nothing', async () => {
  const programs = standInPrograms();
  const prepare = encrypted();
  const { code, stdout, stderr, folder } = await cai(['model', 'verify', 'out'], { prepare, env: programs.env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe('out: the key opens it, and every file is as it was encrypted: 2 files (6 bytes)\n');
  const [, mount] = programs.calls();
  expect(mount?.args).toEqual([
    '-fg',
    '-q',
    '-nosyslog',
    '-fsname',
    'cai-model',
    '-ro',
    join(folder, 'out'),
    expect.any(String),
  ]);
  expect(readdirSync(programs.env.TMPDIR)).toEqual([]);
});

test('JSON', async () => {
  const args = ['model', 'verify', 'out', '--key-file', 'out.key', '-o', 'json'];
  const { stdout } = await cai(args, { prepare: encrypted(), env });
  expect(JSON.parse(stdout)).toEqual({ directory: 'out', keyFile: 'out.key', files: 2, bytes: 6 });
});

test('an interruption leaves no mount', async () => {
  const programs = standInPrograms();
  const controller = new AbortController();
  const now = (): number => {
    controller.abort(new Interruption('SIGTERM'));
    return 0;
  };
  const { code, stdout } = await cai(['model', 'verify', 'out'], {
    prepare: encrypted(),
    env: programs.env,
    now,
    signal: controller.signal,
  });
  expect({ code, stdout }).toEqual({ code: 143, stdout: '' });
  expect(readdirSync(programs.env.TMPDIR)).toEqual([]);
});
