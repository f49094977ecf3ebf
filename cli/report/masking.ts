import { isObject, namePrefix, privateKeyPattern, sidecarNames, type Json, type JsonObject } from '../../injection';
import { listAt, objectAt, textAt } from '../../injection/json/json-object';

/** What stands where a value was. */
export const mask = '(masked)';

const speaksOfSecret =
  /(^|[-_.])(api[-_]?key|access[-_]?key|key|token|secret|password|passwd|credentials?|ak(id|secret))$/iu;
const privateKey = new RegExp(privateKeyPattern, 'u');
// whole words: a flag with what follows it
const flag = /^(--?[A-Za-z][\w.-]*)(=.*)?$/su;
// within a script: a flag or a variable, and its value, unless that is read from elsewhere
const assignment =
  /(?<![\w-])((--?[A-Za-z][\w.-]*)(?:=|[ \t]+)|([A-Za-z_]\w*)=)(?!-|["']?[$`])("[^"]*"|'[^']*'|[^\s;&|"']+)/gu;
// what vLLM takes for one, too, as long as no other flag begins so
const shortenedFlags = ['--api-key', '--hf-token'] as const;
const shortest = '--hf-t'.length;

/** Whether a name is one that secrets go by. */
export function namesSecret(name: string): boolean {
  return speaksOfSecret.test(name.replace(/([a-z0-9])([A-Z])/g, '$1-$2'));
}

/** The text without the user names and passwords of URLs, and without whatever follows the begin of a private key. */
export function withoutPasswords(text: string): string {
  const [shown = '', ...hidden] = text.split(privateKey);
  return `${shown.replace(/(\/\/)[^\s/@"']+@/gu, `$1${mask}@`)}${hidden.length > 0 ? mask : ''}`;
}

/** Whether a flag, as vLLM reads its name, takes a secret. */
function takesSecret(name: string): boolean {
  const plain = name.replace(/\..*$/su, '').replaceAll('_', '-');
  return namesSecret(plain) || (plain.length >= shortest && shortenedFlags.some((one) => one.startsWith(plain)));
}

/** The secrets of a text with several words: how each is called, and the text without them. */
function inScript(text: string): { readonly names: string[]; readonly masked: string } {
  const names: string[] = [];
  const masked = text.replace(assignment, (whole, start: string, flagName?: string, variable?: string) => {
    const name = flagName ?? variable ?? '';
    if (!(flagName === undefined ? namesSecret(name) : takesSecret(name))) return whole;
    names.push(name);
    return `${start}${mask}`;
  });
  return { names, masked };
}

function maskedArguments(list: readonly Json[]): Json[] {
  let isValue = false;
  return list.map((item) => {
    if (typeof item !== 'string') return item;
    if (isValue) {
      isValue = false;
      return mask;
    }
    const [, name = '', value] = flag.exec(item) ?? [];
    if (!takesSecret(name)) return withoutPasswords(inScript(item).masked);
    isValue = value === undefined;
    return isValue ? item : `${name}=${mask}`;
  });
}

function maskedValues(list: readonly Json[]): Json[] {
  return list.map((item) => (isObject(item) && textAt(item, 'value') ? { ...item, value: mask } : item));
}

function maskedMap(map: JsonObject, isShown: (key: string) => boolean): JsonObject {
  const pairs = Object.entries(map).map(([key, value]): [string, Json | undefined] => {
    if (typeof value !== 'string') return [key, value];
    return [key, isShown(key) ? withoutPasswords(value) : mask];
  });
  return Object.fromEntries(pairs);
}

// the injection wrote all that is in its sidecars, and nothing secret
const sidecars = new Set(Object.values(sidecarNames));

/** Values by the key that they stand at, anywhere below a container or a volume. */
function masked(value: Json, isOurs: (name: string) => boolean, key = ''): Json {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (key === 'command' || key === 'args') return maskedArguments(list);
    if (key === 'env' || key === 'httpHeaders') return maskedValues(list);
    return list.map((item) => masked(item, isOurs));
  }
  if (isObject(value)) {
    if (key === 'volumeAttributes' || key === 'options') return maskedMap(value, (name) => !namesSecret(name));
    if (isOurs(textAt(value, 'name') ?? '')) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one as Json, isOurs, name)]));
  }
  return typeof value === 'string' ? withoutPasswords(value) : value;
}

/**
 * The Pod as it may be shown to anybody: values of the application's environment, of HTTP headers, of arguments that a secret
 * follows, and of annotations of others are masked. References to Secrets stay.
 *
 * @param hasOurSidecars whether what bears the name of a sidecar was made by the injection, and is shown whole
 */
export function withoutSecrets(pod: JsonObject, hasOurSidecars: boolean): JsonObject {
  const metadata = objectAt(pod, 'metadata');
  const annotations = objectAt(metadata, 'annotations');
  const shown = annotations && maskedMap(annotations, (key) => key.startsWith(namePrefix));
  const spec = masked(pod.spec ?? {}, (name) => hasOurSidecars && sidecars.has(name));
  return { ...pod, metadata: { ...metadata, ...(shown && { annotations: shown }) }, spec };
}

/** Names of environment variables and flags of the application that hold a secret in plain text. */
export function plainSecrets(container: JsonObject): string[] {
  const variables = listAt(container, 'env').flatMap((item) => {
    const name = isObject(item) ? (textAt(item, 'name') ?? '') : '';
    return isObject(item) && textAt(item, 'value') && namesSecret(name) ? [name] : [];
  });
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')];
  const flags = words.flatMap((word, index) => {
    if (typeof word !== 'string') return [];
    const [, name = '', value] = flag.exec(word) ?? [];
    if (!takesSecret(name)) return inScript(word).names;
    return value !== undefined || typeof words[index + 1] === 'string' ? [name] : [];
  });
  return [...variables, ...flags];
}
