import { define, inputProblems, showValue, type Problem } from '../problems';

/** A path as the user wrote it, and what the system said. */
interface FileFault {
  readonly path: string;
  readonly reason: string;
  /** What helps in this very case. */
  readonly advice?: string;
}

export const wrongUsage = define<{ readonly reason: string; readonly command: string }>({
  code: 'CAI7001',
  name: 'wrong-usage',
  title: 'a command, option or argument that does not exist, is missing, or has a value that is not allowed',
  fix: 'see the help of the command, which lists what there is',
  says: (_, { reason }) => reason,
  advice: ({ command }) => `"${command} --help" lists what there is`,
});

const nameAFile = 'name a file that exists and that you may read; - is standard input where the help says so';

export const unreadableFile = define<FileFault>({
  code: 'CAI7002',
  name: 'unreadable-file',
  title: 'a file that cannot be read',
  fix: nameAFile,
  says: (_, { path, reason }) => `${showValue(path)} cannot be read: ${reason}`,
  advice: ({ advice = nameAFile }) => advice,
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

export const answersEnd = define<{ readonly what: string; readonly options: string }>({
  code: 'CAI7010',
  name: 'answers-end',
  title: 'a conversation that ends before everything is answered, as with Ctrl-D; nothing is written',
  fix: 'run the command again, or give the answer by the option that the message names',
  says: (_, { what }) => `the answers end before ${showValue(what)}; nothing is written`,
  advice: ({ options }) => `run it again, or give ${options}`,
});

export const notOurs = define<{ readonly path: string; readonly keys: readonly string[] }>({
  code: 'CAI7011',
  name: 'not-ours',
  title: 'a file that is neither options, manifests, cai.yaml nor values of one of the three charts',
  fix: 'name another file; --chart checks it as values of a chart all the same',
  says: (_, { path, keys }) => {
    const file = path === '-' ? 'standard input' : showValue(path);
    const some = keys.slice(0, 4).map((key) => showValue(key));
    return `${file} holds neither options of a Pod, manifests, cai.yaml nor values of one of the charts: its keys are ${some.join(', ')}${keys.length > some.length ? ' …' : ''}`;
  },
});

export const unexpected = define<{ readonly reason: string }>({
  code: 'CAI7009',
  name: 'unexpected',
  title: 'a failure that the program does not know: a mistake in the program, or a system that misbehaves',
  fix: 'report the message together with the command line',
  says: (_, { reason }) => reason,
});
