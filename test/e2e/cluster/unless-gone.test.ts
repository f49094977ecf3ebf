import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder';
import { processesBelow } from './cgroup';
import { unlessGone } from './unless-gone';

test('what went is gone, and any other fault is one', () => {
  const folder = scratchFolder();
  expect(unlessGone(() => readFileSync(join(folder, 'nothing'), 'utf8'), 'gone')).toBe('gone');
  expect(() => unlessGone(() => readFileSync(folder, 'utf8'), 'gone')).toThrow('EISDIR');
});

test('a control group that goes while its tree is read has no processes', () => {
  const folder = scratchFolder();
  // as the kernel leaves a group between the listing of its parent and the reading of its own file
  for (const name of ['pod-1', 'pod-2/container']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'cgroup.procs'), '7\n');
  writeFileSync(join(folder, 'pod-2/cgroup.procs'), '8\n9\n');
  expect(processesBelow(folder)).toEqual([8, 9, 7]);
  expect(processesBelow(join(folder, 'pod-3'))).toEqual([]);
});
