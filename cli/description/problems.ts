import { define } from '../../problems';

export const otherSet = define({
  code: 'CAI7109',
  name: 'other-version-set',
  title: 'versions that do not belong to the version set that versions.set names',
  fix: 'choose versions of that set, or the other set',
  notation: 'dotted',
});

export const saidTwice = define({
  code: 'CAI7110',
  name: 'said-twice',
  title: 'a value of a chart that is already made from another place of cai.yaml',
  fix: 'remove it here and set it there',
  notation: 'dotted',
});

export const notAMap = define({
  code: 'CAI7111',
  name: 'not-a-description',
  document: 'the file',
  title: 'a file that is not a map of keys, as cai.yaml is',
  fix: 'name a file that "cai init" made, or one of that form',
  notation: 'dotted',
});

export const authMismatch = define({
  code: 'CAI7112',
  name: 'bucket-auth',
  title: 'a key of the bucket that its auth needs is missing, or one is set that it does not use',
  fix: 'choose the auth that fits the keys: existingSecret, rrsa or public',
  notation: 'dotted',
});

/** What can be wrong with cai.yaml. */
export const descriptionCatalogue = [otherSet, saidTwice, notAMap, authMismatch];
