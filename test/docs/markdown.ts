/** A fenced block of a page. */
export interface CodeBlock {
  /** `page:line`, for messages. */
  readonly place: string;
  readonly page: string;
  /** What follows the fence: the language, then words that say what to do with the block. */
  readonly info: string;
  readonly text: string;
  /** The text between the block before, or the heading, and this one. */
  readonly lead: string;
}

/** The fenced blocks of a Markdown page, in their order. */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = markdown.split('\n');
  let lead: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!line.startsWith('```')) {
      lead = line.startsWith('#') ? [] : [...lead, line];
      continue;
    }
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${page}:${at + 1}: the block does not end`);
    blocks.push({
      place: `${page}:${at + 1}`,
      page,
      info: line.slice(3).trim(),
      text: lines
        .slice(at + 1, end)
        .map((one) => `${one}\n`)
        .join(''),
      lead: lead.join('\n').trim(),
    });
    lead = [];
    at = end;
  }
  return blocks;
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, '');
}

/** Where the links of a page lead, but for those to other sites. */
export function localLinks(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that a page's headings have. */
export function anchors(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The scripts of package.json that a page tells readers to run. */
export function npmScripts(markdown: string): string[] {
  return [...markdown.matchAll(/\bnpm (?:run(?: (?:-s|--silent))? ([a-z][a-z0-9:-]*)|(test)\b)/g)].map(
    ([, script, test]) => script ?? test ?? '',
  );
}
