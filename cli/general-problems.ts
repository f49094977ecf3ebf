import { define, inputProblems, showValue, type Problem } from '../problems';

/** A path as the user wrote it, and what the system said. */
interface FileFault {
  readonly path: string;
  readonly reason: string;
}

export const wrongUsage = define<{ readonly reason: string; readonly command: string }>({
  code: 'CAI7001',
  name: 'wrong-usage',
  title: 'a command, option or argument that does not exist, is missing, or has a value that is not allowed',
  fix: 'see the help of the command, which lists what there is',
  says: (_, { reason }) => reason,
  advice: ({ command }) => `"${command} --help" lists what there is`,
});

export const unreadableFile = define<FileFault>({
  code: 'CAI7002',
  name: 'unreadable-file',
  title: 'a file that cannot be read',
  fix: 'name a file that exists and that you may read; - is standard input where the help says so',
  says: (_, { path, reason }) => `${showValue(path)} cannot be read: ${reason}`,
});

export const notUtf8 = define<{ readonly path: string; readonly fault: string }>({
  code: 'CAI7003',
  name: 'not-utf-8',
  title: 'a text file whose bytes are not UTF-8',
  fix: 'save the file in UTF-8',
  says: (_, { path, fault }) => `${path === '-' ? 'standard input' : showValue(path)} ${fault}`,
});

export const unwritableFile = define<FileFault>({
  code: 'CAI7004',
  name: 'unwritable-file',
  title: 'a file or folder that cannot be written',
  fix: 'choose a path whose folder exists and that you may write',
  says: (_, { path, reason }) => `${showValue(path)} cannot be written: ${reason}`,
});

export const fileExists = define<{ readonly path: string }>({
  code: 'CAI7005',
  name: 'file-exists',
  title: 'a file that would be overwritten',
  fix: 'choose another path, or overwrite it with --force',
  says: (_, { path }) => `${showValue(path)} exists already`,
});

/** A file, or standard input, without anything in it. */
export function emptyInput(path: string, expected: string): Problem {
  const document = path === '-' ? 'standard input' : showValue(path);
  return inputProblems.empty.at('', { expected }, { document });
}

export const noTerminal = define<{ readonly what: string; readonly options: string }>({
  code: 'CAI7008',
  name: 'no-terminal',
  title: 'something would have to be asked, but nobody sits at a terminal',
  fix: 'give the answer by the option that the message names',
  says: (_, { what }) => `${what} is not known, and there is no terminal to ask at`,
  advice: ({ options }) => `give ${options}`,
});

export const unexpected = define<{ readonly reason: string }>({
  code: 'CAI7009',
  name: 'unexpected',
  title: 'a failure that the program does not know: a mistake in the program, or a system that misbehaves',
  fix: 'report the message together with the command line',
  says: (_, { reason }) => reason,
});
