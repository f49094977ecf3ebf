// A file of its own: who checks a name need not carry the charts.

interface NameForm {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly says: string;
}

// a namespace is a DNS label; Helm lets a release have dots, and keeps it short for what it puts behind
const namespaceName: NameForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  says: 'lower-case letters, digits and dashes',
};
const releaseName: NameForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 53,
  says: 'lower-case letters, digits, dashes and dots',
};

/** What is wrong with the name of a release, as the option gives it. */
export function releaseMistakes(option: string, name: string): string[] {
  return mistakes(option, name, releaseName);
}

/** What is wrong with the name of a namespace. */
export function namespaceMistakes(option: string, name: string): string[] {
  return mistakes(option, name, namespaceName);
}

function mistakes(option: string, name: string, { pattern, maxLength, says }: NameForm): string[] {
  if (pattern.test(name) && name.length <= maxLength) return [];
  return [
    `${option} ${name}: it has ${says}, begins and ends with a letter or digit, and has at most ${maxLength} characters`,
  ];
}
