import type { Io } from '../../../cli/io';
import { TransferProgress } from '../../../cli/model/transfer-progress';

/** Lines that a terminal showed, one a second. */
function shown(work: (progress: TransferProgress, passes: (seconds: number) => void) => void): string[] {
  let time = 0;
  let text = '';
  const stderr = { write: (more: string) => void (text += more), isTerminal: true, hasColour: false, columns: 200 };
  const progress = new TransferProgress({ stderr, now: () => time } as unknown as Io, 'encrypting', {
    bytes: 1000,
    files: 3,
  });
  work(progress, (seconds) => (time += seconds * 1000));
  return text.split('\r\u001b[K').filter(Boolean);
}

test('the rate is that of the last ten seconds', () => {
  const lines = shown((progress, passes) => {
    for (let second = 0; second < 20; second++) {
      passes(1);
      progress.add(second < 10 ? 10 : 50, 'a');
    }
  });
  expect(lines[9]).toBe('encrypting 100 bytes of 1000 bytes (10 %), 0 of 3 files, 10 bytes/s, 1 min 30 s left, a');
  expect(lines[19]).toBe('encrypting 600 bytes of 1000 bytes (60 %), 0 of 3 files, 50 bytes/s, 8 s left, a');
});

test('what earlier runs have done counts as done, and not as fast', () => {
  const lines = shown((progress, passes) => {
    passes(1);
    progress.skip(800);
    progress.fileDone('a');
    passes(1);
    progress.add(20, 'b');
  });
  expect(lines).toEqual([
    'encrypting 800 bytes of 1000 bytes (80 %), 1 of 3 files, a',
    'encrypting 820 bytes of 1000 bytes (82 %), 1 of 3 files, 10 bytes/s, 18 s left, b',
  ]);
});
