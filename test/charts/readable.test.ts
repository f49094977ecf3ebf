import { chartFiles } from '../../helm';
import { products } from './products';

const longest = 200;
/** One regular expression and nothing else, or a line of NOTES.txt that is printed as it stands. */
const cannotBeCut = /^\s*(`[^`]*`|"\^[^"]*")[ )}]*$/;

const lines = products.flatMap(({ definition }) =>
  [...chartFiles(definition)]
    .filter(([file]) => file.startsWith('templates/'))
    .flatMap(([file, text]) =>
      text.split('\n').map((line, at) => ({ place: `${definition.name}/${file}:${at + 1}`, file, line })),
    ),
);
const templates = lines.filter(({ file }) => !file.endsWith('NOTES.txt'));

const placesOf = (found: readonly { place: string; line: string }[]): string[] =>
  found.map(({ place, line }) => `${place} ${line.slice(0, 80)}`);

describe('what a reviewer reads in a chart', () => {
  it('is all there', () => {
    expect(templates.length).toBeGreaterThan(1500);
  });

  it(`has no line over ${longest} characters but for a regular expression alone`, () => {
    expect(placesOf(templates.filter(({ line }) => line.length > longest && !cannotBeCut.test(line)))).toEqual([]);
  });

  it('has no regular expression twice in the rules', () => {
    for (const { definition } of products) {
      const rules = chartFiles(definition).get('templates/rules.yaml') ?? '';
      const long = [...rules.matchAll(/`[^`]{30,}`|"\^[^"]{30,}"/g)].map(([one]) => one);
      expect([...new Set(long)].sort()).toEqual(long.sort());
    }
  });

  it.each<[string, RegExp]>([
    ['item that begins on the next line', /^\s*-\s*$/],
    ['comment without a word', /^\s*#\s*$/],
    ['text in single quotes', /^\s*(- )?[\w./-]+: '|^\s*- '/],
    ['double negation', /not \(not /],
  ])('has no %s', (_what, pattern) => {
    expect(placesOf(templates.filter(({ line }) => pattern.test(line)))).toEqual([]);
  });
});
