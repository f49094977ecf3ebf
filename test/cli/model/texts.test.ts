import fc from 'fast-check';
import { bytesText, countText, durationText } from '../../../cli/model/amounts';
import { encryptedSize, roomFor } from '../../../cli/model/cipher-size';
import { installCommands } from '../../../cli/model/install-advice';
import { shellLine } from '../../../cli/model/shell-line';

test('bytes', () => {
  const sizes = [0, 1, 17, 1023, 1024, 1536, 1024 ** 2 - 1, 2 ** 31, 2 ** 43, 2 ** 60];
  expect(sizes.map(bytesText)).toEqual([
    '0 bytes',
    '1 byte',
    '17 bytes',
    '1023 bytes',
    '1.0 KiB',
    '1.5 KiB',
    '1.0 MiB',
    '2.0 GiB',
    '8.0 TiB',
    '1024.0 PiB',
  ]);
});

test('durations and counts', () => {
  expect([0, 1, 59_000, 60_000, 125_000, 3_599_999, 3_840_000].map(durationText)).toEqual([
    '0 s',
    '1 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
    '1 h 0 min',
    '1 h 4 min',
  ]);
  expect([countText(1, 'file'), countText(2, 'file')]).toEqual(['1 file', '2 files']);
});

// what gocryptfs 2.3 was seen to write
test.each([
  [0, 0],
  [3, 53],
  [10_000_000, 10_078_162],
  [536_870_912, 541_065_234],
])('a file of %d bytes has %d when it is encrypted', (size, encrypted) => {
  expect(encryptedSize(size)).toBe(encrypted);
});

test('more to encrypt never needs less room', () => {
  const source = fc.record({
    files: fc.array(fc.record({ path: fc.string({ minLength: 1 }), size: fc.nat(), modified: fc.constant('0') })),
    folders: fc.array(fc.string({ minLength: 1 })),
  });
  fc.assert(
    fc.property(source, source, (a, b) => {
      const both = roomFor({ files: [...a.files, ...b.files], folders: [...a.folders, ...b.folders] });
      expect(both.bytes).toBeGreaterThanOrEqual(Math.max(roomFor(a).bytes, roomFor(b).bytes));
      expect(both.inodes).toBe(roomFor(a).inodes + roomFor(b).inodes - roomFor({ files: [], folders: [] }).inodes);
    }),
  );
});

test.each([
  ['ID="alinux"\nID_LIKE="rhel fedora centos anolis"\n', 'sudo yum install -y gocryptfs', 'sudo yum install -y fuse'],
  [
    'NAME="Anolis OS"\nID="anolis"\nID_LIKE="rhel fedora centos"\n',
    'sudo yum install -y anolis-epao-release && sudo yum install -y gocryptfs',
    'sudo yum install -y fuse',
  ],
  ['ID=debian\n', 'sudo apt-get install -y gocryptfs', 'sudo apt-get install -y fuse3'],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt-get install -y gocryptfs', 'sudo apt-get install -y fuse3'],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'sudo zypper install gocryptfs', 'sudo zypper install fuse3'],
  [
    '',
    expect.stringContaining('linux-static_amd64.tar.gz') as unknown as string,
    expect.any(String) as unknown as string,
  ],
])('how %j installs', (osRelease, gocryptfs, fuse) => {
  expect(installCommands(osRelease)).toEqual({ gocryptfs, fuse });
});

test('command lines can be pasted into a shell', () => {
  expect(shellLine(['cai', 'model', 'verify', "it's mine", '$HOME', '', 'a/b-c.key'])).toBe(
    String.raw`cai model verify 'it'\''s mine' '$HOME' '' a/b-c.key`,
  );
});
