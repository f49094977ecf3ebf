import { define } from '../../problems';

export const otherSet = define({
  code: 'CAI7109',
  name: 'other-version-set',
  title: 'versions that do not belong to the version set that versions.set names',
  fix: 'choose versions of that set, or the other set',
  notation: 'dotted',
});

export const contradiction = define({
  code: 'CAI7110',
  name: 'contradiction',
  title: 'a value of a chart that is made from another place of cai.yaml, and set to something else',
  fix: 'remove it here, or change it there',
  notation: 'dotted',
});
