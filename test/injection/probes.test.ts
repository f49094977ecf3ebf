import fc from 'fast-check';
import { readRequestRegex } from '../../injection';
import { exactPath } from '../../injection/plan/port-plan';
import { sentPath } from '../../injection/pod/probe-endpoints';
import { anyCharacter } from '../support/any-character';

// what Go's net/url makes of the path of a probe: URL.Parse, then EscapedPath
test.each([
  ['', '/'],
  ['/', '/'],
  ['health', '/health'],
  ['/health', '/health'],
  ['/health?verbose=1', '/health'],
  ['/health#top', '/health'],
  ['/a/../b', '/a/../b'],
  ['/a b', '/a%20b'],
  ['/a%20b', '/a%20b'],
  ['/%zz', '/%25zz'],
  ['/é', '/%C3%A9'],
  ['/🚀', '/%F0%9F%9A%80'],
  ['/a\nb', '/a%0Ab'],
  ['/v1/models:list', '/v1/models:list'],
  ['http://example.com/ready?x', '/ready'],
  ['//example.com/ready', '/ready'],
])('the kubelet asks %p as %p', (written, sent) => {
  expect(sentPath(written)).toBe(sent);
});

test('the expression for a path is one that TNG takes, and matches that path alone', () => {
  const path = fc.oneof(
    fc.webPath(),
    fc.string({ unit: anyCharacter }),
    fc.constantFrom('/.*', '/a|b', '/(', '/a$', '/^', '/\\'),
  );
  fc.assert(
    fc.property(path, path, (one, other) => {
      const sent = sentPath(one);
      const source = exactPath(sent);
      expect(readRequestRegex(source)).toEqual({ anchored: true });
      expect(new RegExp(source, 'u').test(sent)).toBe(true);
      expect(new RegExp(source, 'u').test(sentPath(other))).toBe(sentPath(other) === sent);
    }),
    { numRuns: 1000 },
  );
});
