import { define, type NoDetails, showValue } from '../../problems';

export const privateKeyGiven = define<NoDetails>({
  code: 'CAI5020',
  name: 'private-key-given',
  title: 'A private key stands where certificates of authorities belong',
  fix: 'give the certificates alone, and replace the key: whoever could read this has it',
  says: (where) => `${where} holds a private key (not shown)`,
});

export const notAnAuthority = define<{ readonly index: number; readonly name: string }>({
  code: 'CAI5021',
  name: 'not-an-authority',
  title: 'A certificate that signs no others is given as an authority',
  fix: 'give the certificate of who has signed it, whose basicConstraints say CA:TRUE',
  says: (where, { index, name }) =>
    `${where} has as certificate ${index} that of ${showValue(name)}, which is no authority`,
});

const day = (time: number): string =>
  Number.isNaN(time) ? 'a day that does not exist' : new Date(time).toISOString().slice(0, 10);

export const authorityNotValid = define<{
  readonly name: string;
  readonly begins: number;
  readonly ends: number;
  readonly now: number;
}>({
  code: 'CAI5055',
  name: 'authority-not-valid',
  severity: 'warning',
  title: 'The certificate of an authority is not valid at present',
  fix: 'take the present certificate of that authority: nothing that it signs is believed',
  says: (where, { name, begins, ends, now }) =>
    `${where} has the authority ${showValue(name)}, which ${now < begins ? `is valid from ${day(begins)} on` : `ended on ${day(ends)}`}`,
});

export const authoritiesWithoutHttps = define<NoDetails>({
  code: 'CAI5056',
  name: 'authorities-without-https',
  severity: 'warning',
  title: 'Authorities are given for a Trustee that is reached over plain http',
  fix: 'write https in "trustee-address": without it no certificate is looked at',
  says: (where) => `${where} is not used: "trustee-address" is plain http`,
});
