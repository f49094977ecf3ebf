import type { Command, Option } from 'commander';

/** A word that could stand next on the command line. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/**
 * What could stand at the end of a command line.
 *
 * @param root the program
 * @param words what follows the program's name; the last one is being typed and may be empty
 * @returns nothing where a file or a free text belongs: shells then offer files
 */
export function candidates(root: Command, words: readonly string[]): Candidate[] {
  const typed = words.at(-1) ?? '';
  const { command, pending, isLiteral, argumentIndex } = followed(root, words.slice(0, -1));
  if (pending) return matching(choicesOf(pending), typed);
  const [name, begun] = split(typed);
  if (begun !== undefined && !isLiteral) {
    const option = command.options.find(({ long }) => long === name);
    return matching(choicesOf(option), begun).map(({ word, description }) => ({
      word: `${name}=${word}`,
      description,
    }));
  }
  if (typed.startsWith('-') && !isLiteral) return matching(optionsOf(command), typed);
  const choices = command.registeredArguments[argumentIndex]?.argChoices ?? [];
  return matching([...commandsOf(command), ...choices.map((word) => ({ word, description: '' }))], typed);
}

/** Where the words before the last one lead. */
interface Followed {
  readonly command: Command;
  /** An option that waits for its value. */
  readonly pending?: Option;
  /** After `--`, nothing is an option. */
  readonly isLiteral: boolean;
  readonly argumentIndex: number;
}

function followed(root: Command, words: readonly string[]): Followed {
  let command = root;
  let pending: Option | undefined;
  let isLiteral = false;
  let argumentIndex = 0;
  for (const word of words) {
    if (pending) pending = undefined;
    else if (isLiteral) argumentIndex += 1;
    else if (word === '--') isLiteral = true;
    else if (word.startsWith('-') && word !== '-') pending = waiting(command, word);
    else {
      const below = command.commands.find((one) => one.name() === word);
      if (below) command = below;
      else argumentIndex += 1;
    }
  }
  return { command, isLiteral, argumentIndex, ...(pending && { pending }) };
}

function waiting(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ long, short }) => word === long || word === short);
  return option?.required ? option : undefined;
}

function split(typed: string): [name: string, begun: string | undefined] {
  const at = typed.startsWith('--') ? typed.indexOf('=') : -1;
  return at < 0 ? [typed, undefined] : [typed.slice(0, at), typed.slice(at + 1)];
}

function choicesOf(option: Option | undefined): Candidate[] {
  return (option?.argChoices ?? []).map((word) => ({ word, description: '' }));
}

function optionsOf(command: Command): Candidate[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  const listed = own.map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  return [...listed, { word: '--help', description: 'print the help of a command' }];
}

function commandsOf(command: Command): Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((one) => ({ word: one.name(), description: one.summary() || one.description() }));
}

function matching(all: readonly Candidate[], typed: string): Candidate[] {
  return all.filter(({ word }) => word.startsWith(typed));
}
