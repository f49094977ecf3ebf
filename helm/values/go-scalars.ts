import type { ScalarTag, Tags } from 'yaml';

/*
 * What a plain scalar means to the YAML parser inside Helm: YAML 1.1 without its sexagesimal numbers and dates, and
 * with octal numbers in both spellings. The JavaScript parser's own 1.1 rules read `e0` and `.` as numbers, `1:30` as
 * 90 and `2026-01-01` as a date; Helm reads texts there.
 */

const otherThanGo = new Set(['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float', 'tag:yaml.org,2002:timestamp']);

// Go strips the underscores of a text that starts like a number, and then asks whether it is one
const int: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: (value) => Number.isInteger(value),
  test: /^(?=[-+0-9])[-+]?_*(?:0_*(?:[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|[bB]_*[01][01_]*|[oO]?_*[0-7][0-7_]*)?|[1-9][0-9_]*)$/,
  resolve: (text) => integerOf(text.replaceAll('_', '')),
};

const float: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number',
  test: /^(?:(?=[-+0-9])[-+]?_*(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]*[0-9][0-9_]*)(?:[eE]_*[-+]?_*[0-9][0-9_]*)?|\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?)$/,
  // a number too large for Go stays the text that it is
  resolve: (text) => {
    const number = Number(text.replaceAll('_', ''));
    return Number.isFinite(number) ? number : text;
  },
};

function integerOf(text: string): number {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const octal = /^0[oO]?([0-7]+)$/.exec(digits);
  const size = octal ? Number.parseInt(octal[1] ?? '', 8) : Number(digits);
  return sign === '-' && size > 0 ? -size : size;
}

/** Options for the `yaml` package under which it reads what Helm reads. */
export const likeGo = {
  version: '1.1',
  customTags: (tags: Tags): Tags => [
    ...tags.filter((tag) => typeof tag === 'string' || !otherThanGo.has(tag.tag) || isNotFinite(tag)),
    int,
    float,
  ],
} as const;

// `.inf` and `.nan`, which both parsers know
function isNotFinite(tag: Tags[number]): boolean {
  return typeof tag === 'object' && 'test' in tag && tag.test?.test('.inf') === true;
}
