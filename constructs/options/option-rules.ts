import type { Construct } from 'constructs';
import { inputProblems, type ProblemKind } from '../../problems';
import {
  and,
  cond,
  eq,
  field,
  fromJson,
  hasField,
  isBoolean,
  isList,
  isMap,
  isString,
  join,
  keysBeside,
  matches,
  named,
  nonEmpty,
  not,
  or,
  pattern,
  addRule,
  addRuleForEach,
  toJson,
  count,
  gt,
  type Rule,
  type Input,
  text,
} from '../../helm';
import {
  defaultVersions,
  maxSecurePorts,
  optionKeys,
  optionProblems as problems,
  optionTable,
  securePortKeys,
  supportedPattern,
  versionedComponents,
  type OptionDescription,
  type StringOption,
  type VersionedComponent,
} from '../../injection';
import { certificateTextRules } from './authority-rules';
import { placeholder, placeholderMessage } from './patterns';
import { areMixed, comparable, mixedMessage, unsupportedMessage } from './version-rules';

type Options = Input<Record<string, unknown>>;

/**
 * The checks of the options for a chart, where the text is known only to Helm. They come from the table that the
 * parser uses, and refuse what it refuses, but for what a template cannot see: a key written twice, and regular
 * expressions that TNG would not compile. The admission webhook sees both.
 */
export function refuseOptionMistakes(construct: Construct, json: Input<string>, allowSample: Input<boolean>): void {
  const options = optionsOf(json);
  // Helm takes the text "null" for an empty map
  const readable = named('has-options', and(not(hasField(options, 'Error')), not(matches(nullText, json))));
  const state = (rule: Rule): void => {
    addRule(construct, { ...rule, given: readable });
  };
  addRule(construct, {
    kind: inputProblems.unreadable,
    path: 'caiOptions',
    failsWhen: not(readable),
    message: 'is not a JSON object; it must be one, such as {"cipher-text-volume": "pvc-oss", …}',
  });
  unknownKeys(options, optionKeys).forEach(state);
  optionTable.flatMap((option) => optionRules(options, option)).forEach(state);
  evidenceRules(options, allowSample).forEach(state);
  state(versionSetRule(options));
  const ports = field(options, portsKey, 'list');
  state(
    rule(
      inputProblems.range,
      portsKey,
      and(isList(ports), gt(count(ports), maxSecurePorts)),
      `has more than that; it must be a list of at most ${maxSecurePorts} ports`,
    ),
  );
  const list = cond<Input<unknown>>(and(readable, isList(ports)), ports, []) as Input<unknown[]>;
  addRuleForEach(construct, list, portRules);
}

const nullText = pattern('null-text', 'the text "null"', '^[ \\t\\r\\n]*null[ \\t\\r\\n]*$');

const portsKey = 'tng-http-secure-ports';

/** The options as a map, parsed once for the whole chart. */
export function optionsOf(json: Input<string>): Options {
  return named<Options>('cai-options', fromJson(json));
}

function rule(kind: ProblemKind, path: string, failsWhen: Input<boolean>, message: Input<string>): Rule {
  return { kind, path: path === '' ? 'caiOptions' : `caiOptions.${path}`, failsWhen, message };
}

function unknownKeys(map: unknown, known: readonly string[]): Rule[] {
  const extra = keysBeside(map, known);
  return [
    rule(
      inputProblems.unknownKey,
      '',
      nonEmpty(extra),
      text`has unknown keys: ${join(', ', extra)}; the keys are ${known.join(', ')}`,
    ),
  ];
}

function optionRules(options: Options, option: OptionDescription): Rule[] {
  const { key } = option;
  const given = hasField(options, key);
  const value = field(options, key);
  const asText = field(options, key, 'string');
  const wrongType = (isRight: Input<boolean>): Rule =>
    rule(inputProblems.wrongType, key, and(given, not(isRight)), mustBe(value, option.rule));
  const missing = option.required
    ? [rule(inputProblems.missing, key, not(given), `has no value; it must be ${option.rule}`)]
    : [];
  if (option.type === 'boolean') return [...missing, wrongType(isBoolean(value))];
  if (option.type === 'ports') return [...missing, wrongType(isList(value))];
  if (option.type === 'authorities') {
    const isText = isString(value);
    const secret = `is the value given (not shown); it must be ${option.rule}`;
    const wrong = rule(inputProblems.wrongType, key, and(given, not(isText)), secret);
    return [wrong, ...certificateTextRules(`caiOptions.${key}`, and(given, isText), asText)];
  }
  return [...missing, wrongType(isString(value)), ...textRules(option, isString(value), asText)];
}

// the value may only be taken for a text where it is one
function textRules(option: StringOption, isText: Input<boolean>, value: Input<string>): Rule[] {
  const isPlaceholder = matches(placeholder, value);
  const isVersion = versionedComponents.some((component) => component === option.component);
  const tooLong = isTooLong(option, value);
  const tooLongRule = rule(inputProblems.range, option.key, and(isText, tooLong), mustBe(value, option.rule));
  return [
    ...(tooLong === false ? [] : [tooLongRule]),
    rule(inputProblems.placeholder, option.key, and(isText, not(tooLong), isPlaceholder), placeholderMessage(value)),
    rule(
      isVersion ? problems.unsupportedVersion : inputProblems.pattern,
      option.key,
      and(isText, not(tooLong), not(isPlaceholder), not(matches(option.pattern, value))),
      isVersion ? unsupportedMessage(value) : mustBe(value, option.rule),
    ),
  ];
}

/** What the injection says of a value that is not what it must be. */
function mustBe(value: Input<unknown>, rule: string): Input<string> {
  return text`is ${toJson(value)}; it must be ${rule}`;
}

function isTooLong({ maxLength }: StringOption, value: Input<string>): Input<boolean> {
  if (maxLength === undefined) return false;
  const tooLong = pattern(
    `over-${maxLength}-characters`,
    `a text of more than ${maxLength} characters`,
    longerThan(maxLength),
  );
  return matches(tooLong, value);
}

/** Whether an option has a value that nothing of the above refuses, so that it can be compared with something else. */
export function isSound(key: string, value: Input<string>): Input<boolean> {
  const option = optionTable.find((one) => one.key === key);
  if (option?.type !== 'string') throw new Error(`the options know no text ${key}`);
  return and(
    isString(value),
    not(matches(placeholder, value)),
    not(isTooLong(option, value)),
    matches(option.pattern, value),
  );
}

// RE2 repeats a group at most 1000 times
function longerThan(length: number): string {
  const thousands = '.{1000}'.repeat(Math.floor(length / 1000));
  return `^${thousands}.{${length % 1000}}.`;
}

function evidenceRules(options: Options, allowSample: Input<boolean>): Rule[] {
  const message = (key: string, value: boolean): Input<boolean> =>
    and(isBoolean(field(options, key)), eq(field(options, key, 'bool'), value));
  const tdxOff = message('tdx-ra-enable', false);
  const gpuOff = message('gpu-ra-enable', false);
  const gpuOn = or(not(hasField(options, 'gpu-ra-enable')), message('gpu-ra-enable', true));
  return [
    rule(
      problems.gpuWithoutTdx,
      'gpu-ra-enable',
      and(tdxOff, gpuOn),
      'is on though tdx-ra-enable is off: GPU evidence travels inside TDX evidence; switch tdx-ra-enable on, or gpu-ra-enable off too',
    ),
    rule(
      problems.sampleEvidence,
      'tdx-ra-enable',
      and(tdxOff, gpuOff, not(allowSample)),
      'and gpu-ra-enable are off: anybody can make such evidence; switch them on, or set unsafeAllowSampleEvidence for tests',
    ),
  ];
}

/** Of AA, CDH and TNG no set holds all. */
function versionSetRule(options: Options): Rule {
  const [aa, cdh, tng] = [versionInUse(options, 'aa'), versionInUse(options, 'cdh'), versionInUse(options, 'tng')];
  return rule(problems.mixedVersionSets, '', areMixed({ aa, cdh, tng }), mixedMessage({ aa, cdh, tng }));
}

function versionInUse(options: Options, component: VersionedComponent): Input<string> {
  const key = `${component}-version`;
  const written = cond(isString(field(options, key)), field(options, key, 'string'), '');
  const tag = cond<Input<string>>(hasField(options, key), written, defaultVersions[component]);
  const isSupported = and(not(matches(placeholder, tag)), matches(supportedPattern(component), tag));
  return named(`${key}-in-use`, comparable(tag, isSupported));
}

const listOfTexts = pattern(
  'list-of-texts',
  'JSON of a list that holds nothing but texts',
  '^\\[("([^"\\\\]|\\\\.)*"(,"([^"\\\\]|\\\\.)*")*)?\\]$',
);
const wholeNumber = pattern('whole-number', 'JSON of a whole number', '^-?[0-9]+(\\.[0-9]+e\\+[0-9]+|e\\+[0-9]+)?$');
const portNumber = pattern(
  'port-number',
  'a whole number from 1 to 65535',
  '^([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$',
);

function portRules(item: unknown): Rule[] {
  const [portKey, regexesKey] = securePortKeys;
  const isEntry = isMap(item);
  const port = field(item, portKey);
  const isNumber = matches(wholeNumber, toJson(port));
  const isPort = matches(portNumber, toJson(port));
  const regexes = field(item, regexesKey);
  const [unknown] = unknownKeys(item, securePortKeys);
  return [
    rule(
      inputProblems.wrongType,
      portsKey,
      not(isEntry),
      text`has the entry ${toJson(item)}; it must be a map such as {"port": 8080}`,
    ),
    ...[
      { ...(unknown as Rule), path: `caiOptions.${portsKey}` },
      rule(
        inputProblems.missing,
        portsKey,
        not(hasField(item, portKey)),
        'has an entry whose port has no value; it must be a whole number from 1 to 65535',
      ),
      ...[
        { kind: inputProblems.wrongType, failsWhen: not(isNumber) },
        { kind: inputProblems.range, failsWhen: and(isNumber, not(isPort)) },
      ].map(({ kind, failsWhen }) =>
        rule(
          kind,
          portsKey,
          and(hasField(item, portKey), failsWhen),
          text`has the port ${toJson(port)}; it must be a whole number from 1 to 65535`,
        ),
      ),
      rule(
        inputProblems.wrongType,
        portsKey,
        and(hasField(item, regexesKey), not(and(isList(regexes), matches(listOfTexts, toJson(regexes))))),
        text`has the allow-insecure-request-regexes ${toJson(regexes)}; it must be a list such as ["^/metrics$"]`,
      ),
    ].map((one) => ({ ...one, given: isEntry })),
  ];
}
