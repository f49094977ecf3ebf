import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchors, codeBlocks, localLinks } from './docs/markdown';

const repository = join(__dirname, '..');
const read = (page: string): string => readFileSync(join(repository, page), 'utf8');

/** Depth and number of each heading: `## 1. Words` has depth 2 and number 1. */
function outline(markdown: string): string[] {
  return [...markdown.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, '').matchAll(/^(#+) (?:(\d+)\.)?/gm)].map(
    ([, depth = '', number = '']) => `${depth}${number}`,
  );
}

// the same commands and outputs: those of the English page are run, so those of the other are right as well
describe.each([['README.md', 'README.zh-CN.md']])('%s in Chinese', (english, chinese) => {
  test('has the same headings', () => {
    expect(outline(read(chinese))).toEqual(outline(read(english)));
  });

  test('has the same blocks', () => {
    const blocks = (page: string): string[] => codeBlocks(page, read(page)).map(({ info, text }) => `${info}\n${text}`);
    expect(blocks(chinese)).toEqual(blocks(english));
  });

  test('has as many rows of tables and items of lists', () => {
    const rows = (page: string): number => read(page).match(/^(?:\||- )/gm)?.length ?? 0;
    expect(rows(chinese)).toBe(rows(english));
  });

  test('leads to the same pages, and each page to the other', () => {
    const [own, other] = [localLinks(read(chinese)), localLinks(read(english))];
    expect(own[0]).toBe(english);
    expect(other[0]).toBe(chinese);
    const pages = (links: readonly string[]): string[] => links.slice(1).map((link) => link.replace(/^#.*/u, '#'));
    expect(pages(own)).toEqual(pages(other));
    for (const link of own) {
      const [path = '', anchor] = link.split('#');
      expect(existsSync(join(repository, path))).toBe(true);
      if (anchor !== undefined) expect(anchors(read(path === '' ? chinese : path))).toContain(anchor);
    }
  });
});
