import { createInterface } from 'node:readline/promises';
import { pointerOfDotted, type Problem } from '../../problems';
import { unusable, type CommandError } from '../command-error';
import { answersEnd, noTerminal } from '../general-problems';
import type { Io } from '../io';
import { coloured, report } from '../reporting';
import type { Answers, Question } from './questions';
import { questions } from './questions';

/** What is wrong with the answers so far at the place of one key. */
export type Check = (answers: Answers, key: string) => readonly Problem[];

/** How questions without an option are answered. */
export type Way = 'ask' | 'suggestions';

/**
 * Completes the answers: asks at the terminal, again where an answer is wrong, or takes what is suggested.
 *
 * @throws CommandError (2) with every question that stays open
 */
export async function completed(io: Io, given: Answers, way: Way, check: Check): Promise<Answers> {
  const open: Problem[] = [];
  const lines = way === 'ask' ? linesOf(io) : undefined;
  if (lines) io.stderr.write(greeting);
  let answers = given;
  try {
    for (const question of questions) {
      const { key, flag, text, isAsked = () => true, suggestion = () => undefined } = question;
      if (answers[key] !== undefined || !isAsked(answers)) continue;
      const suggested = suggestion(answers);
      const answer = lines ? await asked(io, question, suggested, { lines, answers, check }) : suggested;
      const left = { what: text, options: `--${flag}` };
      if (answer !== undefined) answers = { ...answers, [key]: answer };
      else if (lines) throw ended(io, answersEnd.at(pointerOfDotted(key), left));
      else open.push(noTerminal.at(pointerOfDotted(key), left));
    }
  } finally {
    lines?.close();
  }
  if (open.length > 0) throw unusable(...open);
  return answers;
}

const greeting = `This asks for what cai.yaml must say about your service. Enter takes what stands in brackets.
Ctrl-C or Ctrl-D ends it, and nothing is written. Everything can be changed in the file later.

`;

function ended(io: Io, problem: Problem): CommandError {
  // the shell shows nothing for Ctrl-D: the message is not to stand behind the question
  io.stderr.write('\n');
  return unusable(problem);
}

interface Lines {
  /** The next line; nothing after the last one. */
  next(): Promise<string | undefined>;
  close(): void;
}

function linesOf(io: Io): Lines {
  // not as a terminal: lines are then edited by the system's own means, and Ctrl-C ends the program
  const reader = createInterface({ input: io.stdin.stream, terminal: false });
  const iterator = reader[Symbol.asyncIterator]();
  return {
    next: async () => {
      const read = (await iterator.next()) as IteratorResult<string, undefined>;
      return read.value;
    },
    close: () => {
      reader.close();
    },
  };
}

interface Asking {
  readonly lines: Lines;
  readonly answers: Answers;
  readonly check: Check;
}

async function asked(
  io: Io,
  { key, text, choices }: Question,
  suggested: string | undefined,
  { lines, answers, check }: Asking,
): Promise<string | undefined> {
  const among = choices ? ` (${choices.join(', ')})` : '';
  const byEnter = suggested === undefined ? '' : coloured(io.stderr, 'faint', ` [${suggested}]`);
  for (;;) {
    io.stderr.write(`${coloured(io.stderr, 'strong', text)}${among}${byEnter}: `);
    const line = await lines.next();
    if (line === undefined) return undefined;
    const answer = line.trim() === '' ? suggested : line.trim();
    if (answer === undefined) continue;
    const problems = check({ ...answers, [key]: answer }, key);
    if (problems.length === 0) return answer;
    report(io, problems);
  }
}
