import { defineProblem } from '../../injection';

/** Where something stands in the file, and what is wrong with it. */
export interface PlacedFault {
  /** File, line and column, as in `cai.yaml:12:5`. */
  readonly place: string;
  /** The key, the value, what is wrong, what is allowed. */
  readonly reason: string;
}

const says = (_: string, { place, reason }: PlacedFault): string => `${place}: ${reason}`;

export const unknownKey = defineProblem<PlacedFault>({
  code: 'CAI7101',
  name: 'unknown-key',
  title: 'a key that cai.yaml does not have',
  fix: 'correct the spelling, or remove the key; "cai schema" prints every key',
  says,
});

export const missingKey = defineProblem<PlacedFault>({
  code: 'CAI7102',
  name: 'missing-key',
  title: 'a key that cai.yaml must have',
  fix: 'add the key with your value; "cai init" asks for it',
  says,
});

export const wrongType = defineProblem<PlacedFault>({
  code: 'CAI7103',
  name: 'wrong-type',
  title: 'a value of another type than the key takes',
  fix: 'quote texts that look like numbers or booleans, and do not quote numbers and booleans',
  says,
});

export const wrongForm = defineProblem<PlacedFault>({
  code: 'CAI7104',
  name: 'wrong-form',
  title: 'a text that does not have the form that the key asks for',
  fix: 'write it in that form',
  says,
});

export const outOfRange = defineProblem<PlacedFault>({
  code: 'CAI7105',
  name: 'out-of-range',
  title: 'a number, or the length of a text or list, outside its limits',
  fix: 'choose a value within the limits',
  says,
});

export const notOneOf = defineProblem<PlacedFault>({
  code: 'CAI7106',
  name: 'not-one-of',
  title: 'a value that is not among the allowed ones',
  fix: 'choose one of those that are listed',
  says,
});

export const wrongKeyForm = defineProblem<PlacedFault>({
  code: 'CAI7107',
  name: 'wrong-key-form',
  title: 'a key of a map, such as the name of a label, that does not have its form',
  fix: 'correct the key',
  says,
});

export const leftOverPlaceholder = defineProblem<PlacedFault>({
  code: 'CAI7108',
  name: 'left-over-placeholder',
  title: 'a value that still is the placeholder of the document, such as <trustee-ip>',
  fix: 'put your own value in its place',
  says,
});

export const otherSet = defineProblem<PlacedFault>({
  code: 'CAI7109',
  name: 'other-version-set',
  title: 'versions that do not belong to the version set that versions.set names',
  fix: 'choose versions of that set, or the other set',
  says,
});

export const saidTwice = defineProblem<PlacedFault>({
  code: 'CAI7110',
  name: 'said-twice',
  title: 'a value of a chart that is already made from another place of cai.yaml',
  fix: 'remove it here and set it there',
  says,
});

export const notAMap = defineProblem<PlacedFault>({
  code: 'CAI7111',
  name: 'not-a-description',
  title: 'a file that is not a map of keys, as cai.yaml is',
  fix: 'name a file that "cai init" made, or one of that form',
  says,
});

export const authMismatch = defineProblem<PlacedFault>({
  code: 'CAI7112',
  name: 'bucket-auth',
  title: 'a key of the bucket that its auth needs is missing, or one is set that it does not use',
  fix: 'choose the auth that fits the keys: existingSecret, rrsa or public',
  says,
});

/** What can be wrong with cai.yaml. */
export const descriptionCatalogue = [
  unknownKey,
  missingKey,
  wrongType,
  wrongForm,
  outOfRange,
  notOneOf,
  wrongKeyForm,
  leftOverPlaceholder,
  otherSet,
  saidTwice,
  notAMap,
  authMismatch,
];
