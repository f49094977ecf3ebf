import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks } from '../../docs/markdown';

export const repository = join(__dirname, '../../..');

const page = 'docs/walkthrough.md';

/** A command of the page. */
export interface Step {
  /** `page:line`, for messages. */
  readonly place: string;
  readonly script: string;
  /** With which exit code it ends. */
  readonly exitCode: number;
  /** What it prints on standard output, with `…` for what differs; undefined where the page does not say. */
  readonly prints?: string;
}

/** The commands of the walkthrough in their order. */
export function steps(): Step[] {
  const blocks = codeBlocks(page, readFileSync(join(repository, page), 'utf8'));
  return blocks.flatMap(({ place, info, text }, index) => {
    const [, exitCode] = /^sh (?:run|e2e(?: (\d+))?)$/.exec(info) ?? [undefined, undefined];
    if (!/^sh (run|e2e)\b/.test(info)) return [];
    const next = blocks[index + 1];
    const prints = next && /^text (output|e2e)$/.test(next.info) ? { prints: next.text } : {};
    return [{ place, script: text, exitCode: Number(exitCode ?? 0), ...prints }];
  });
}

/** Whether a text is what the page prints. `…` in a line stands for anything in it, and a line of it for any lines. */
export function isPrinted(prints: string, text: string): boolean {
  const lines = prints.split(/(?<=\n)/).map((line) => {
    if (line === '…\n') return '(?:[^\\n]*\\n)*?';
    return line
      .split('…')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[^\\n]*');
  });
  // headers of HTTP have line ends of their own, and a body may have none
  const plain = text.replaceAll('\r\n', '\n');
  return new RegExp(`^${lines.join('')}$`).test(plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`);
}
