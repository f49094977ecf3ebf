import * as fc from 'fast-check';

/** Texts that some part on the way through YAML, Go templates and JSON would like to take for something else. */
const traps = [
  '', ' ', '  lead', 'trail ', 'a: b', '- a', '#x', 'a #b', '"', "'", '\\', '\\n', "it's", '`', '0755', '0o17', '1e3', 'e0', '.', '1_000', '0x1F', '1:30', '190:20:30',
  'yes', 'No', 'on', 'off', 'y', 'n', 'true', 'False', 'null', 'Null', '~', '2026-01-01', '.inf', '.nan', '-', '?', '*a', '&a', '!t', '!!int 1', '%d%s%v', '@', '{', '}', '[', ']', ',', '<<', '=',
  '{{', '}}', '{{ .Values.x }}', '{{- fail "x" -}}', '{{ "{{" }}', '{{/* c */}}', '${HOME}', '$(HOME)', '$1', '<a href="&amp;">', '---', '...', '\n', '\n\n', 'a\nb', 'a\n', ' a\n  b\n', '\n a', 'a \n b\t\n\n', '\ta',
  'a\r\nb', '\r', '\u0000', '\u0007', '\u001b[31m', '\ufeff', '\ufeffa', 'a\u00a0b', '\u200b', 'é', '中文', '😀', '👩‍👩‍👧', '\ue000', '\ue0010', '\ufffd', '__proto', 'constructor', '[object Object]', 'undefined',
  'a'.repeat(200), 'word '.repeat(40),
];

// Go's YAML parser knows U+2028 and U+2029 as line breaks and the one that reads for the tests does not, so they have a
// test of their own; the others are refused in values
const apart = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/u;

const characters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...' \n\t\r:#-{}[]"\'\\%$.,&*!|>?@`~0123456789eExXoO_+ynYN'), maxLength: 8 }),
);

export const hostileText: fc.Arbitrary<string> = fc
  .oneof({ weight: 3, arbitrary: fc.constantFrom(...traps) }, { weight: 2, arbitrary: characters })
  .filter((text) => !apart.test(text));
