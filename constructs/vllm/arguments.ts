import type { Construct } from 'constructs';
import {
  addRule,
  addRuleForEach,
  and,
  join,
  matches,
  or,
  pattern,
  replace,
  searches,
  text,
  type Input,
  type Rule,
} from '../../helm';
import { constructProblems as problems } from '../problems';
import { flags, flagOf } from './flags';

/*
 * `extraArgs`, as the parser of vLLM reads them: argparse of Python, with more ways to write a flag. For it these are all
 * --api-key: --api_key, --api-k (as long as no other flag begins so), --api-key=x, --api-key.x=y. What a flag may be
 * shortened to changes with the version of vLLM, so whatever a flag begins with counts as that flag.
 */

/** Flags that would break probes, the Service or TNG, show a secret, or set anything. */
export const reservedFlags: readonly string[] = [
  '--host',
  '--port',
  '--model',
  '--served-model-name',
  '--root-path',
  '--uds',
  '--grpc',
  '--grpc-port',
  '--headless',
  '--ssl-keyfile',
  '--ssl-certfile',
  '--ssl-ca-certs',
  '--ssl-cert-reqs',
  '--ssl-ciphers',
  '--api-key',
  '--hf-token',
  // a file that may set each of the others
  '--config',
  '--help',
];

const ownValues = [...Object.keys(flags), 'tensorParallelSize'];

/** Flags that values of their own set, with what switches them off again and their other names. */
export const valueFlags: readonly string[] = [
  ...ownValues.map(flagOf),
  ...['--no-enable-prefix-caching', '--no-enforce-eager', '--no-enable-auto-tool-choice', '--no-trust-remote-code'],
  '--device-memory-utilization',
];

// of a flag of one letter the value may follow at once
const reservedLetters = pattern('help-flag', 'the short name of --help', '^-h');
const valueLetters = pattern(
  'value-flags',
  'the short names of flags that have a value of their own (-tp, -pp and -q), and what they may be shortened to',
  '^-(q|(tp?|pp?)([=.]|$))',
);

const longFlag = pattern('long-flag', 'a flag by its long name', '^--[A-Za-z]');
const afterFlag = pattern('after-flag', 'what follows a flag: a value, or the keys of one in JSON', '[=.][^\\x00]*$');
const afterName = pattern('after-name', 'what follows the name of a flag, and may be a secret', '[=\\s][^\\x00]*$');
const underscore = pattern('underscore', 'what vLLM takes for a hyphen', '_');
const noFlagCharacter = pattern('no-flag-character', 'what stands in no flag of vLLM', '[^A-Za-z0-9-]');

// what word processors make of two hyphens
const wordDashes = '\u2010-\u2015\u2212\ufe63\uff0d';
// what begins a value, and neither a flag nor what the rules below find
const value = `[^-\\s$${wordDashes}]`;

const blankInFlag = pattern('blank-in-flag', 'a blank within a flag, or before it', '^-[^=\\s]*\\s|^\\s');
const noFlag = pattern(
  'no-flag',
  'dashes without a flag, or the dashes of a word processor',
  `^--([^A-Za-z$]|$)|^[${wordDashes}]`,
);
const variableFlag = pattern('variable-flag', 'a variable in the place of a flag', '^-[^=]*\\$\\(|^\\$\\(');
const strayValue = pattern(
  'stray-value',
  'a value that no flag waits for',
  `^${value}|(^|\\x00)-[^\\x00=]*=[^\\x00]*\\x00${value}`,
);

/** Refuses arguments that vLLM would read otherwise than they look, and those that are not the user's to set. */
export function refuseArgumentMistakes(server: Construct, extraArgs: Input<readonly string[]>): void {
  addRuleForEach<string>(server, extraArgs, (argument) => [
    {
      kind: problems.reservedArgument,
      path: 'extraArgs',
      failsWhen: isTakenFor(reservedFlags, reservedLetters, argument),
      message: text`has ${flagIn(argument)}, which the construct sets itself, or which would show a secret or read settings from elsewhere; remove it`,
    },
    {
      kind: problems.reservedArgument,
      path: 'extraArgs',
      failsWhen: isTakenFor(valueFlags, valueLetters, argument),
      message: text`has ${flagIn(argument)}, which a value of its own sets (${ownValues.join(', ')}); remove it and set that value`,
    },
    ...formRules(argument),
  ]);
  addRule(server, {
    kind: problems.argumentForm,
    path: 'extraArgs',
    failsWhen: matches(strayValue, join('\x00', extraArgs)),
    message: 'has a value that no flag waits for, and vLLM would not start; write each item as "--flag=value"',
  });
}

function formRules(argument: string): Rule[] {
  const found = (fault: string, message: Input<string>): Rule => ({
    kind: problems.argumentForm,
    path: 'extraArgs',
    failsWhen: matches(fault, argument),
    message,
  });
  return [
    found(
      blankInFlag,
      text`has a blank after ${flagIn(argument)}, and vLLM would take all of it for one word; write it as "--flag=value"`,
    ),
    found(noFlag, 'has dashes that begin no flag of vLLM; write two plain dashes and the flag, as in "--flag=value"'),
    found(variableFlag, 'has a variable in the place of a flag, so nobody can see what it sets; write the flag itself'),
  ];
}

/**
 * Whether the parser takes an argument for one of these flags, or would if it knew no other that begins so.
 *
 * @param letters what short names look like
 */
function isTakenFor(list: readonly string[], letters: string, argument: Input<string>): Input<boolean> {
  const flag = replace(underscore, replace(afterFlag, argument, ''), '-');
  // it becomes a regular expression, so whatever no flag has gives way to what no flag has either
  const beginning = replace(noFlagCharacter, flag, '!');
  const isLong = and(matches(longFlag, argument), searches(text`(^| )${beginning}`, list.join(' ')));
  return or(isLong, matches(letters, argument));
}

// what follows may be a secret
function flagIn(argument: Input<string>): Input<string> {
  return replace(afterName, argument, '');
}
