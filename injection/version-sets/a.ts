import { anyNumber, tagsOf, type VersionRange, type VersionSet } from './version-set';

const agents: VersionRange = {
  pattern: tagsOf(`0\\.${anyNumber}\\.${anyNumber}`, `1\\.[0-2]\\.${anyNumber}`, '1\\.3\\.[01]'),
  words: 'up to 1.3.1',
  example: '1.3.1',
};
const tng: VersionRange = {
  pattern: tagsOf(`2\\.[01]\\.${anyNumber}`, '2\\.2\\.[0-4]'),
  words: '2.0.0 to 2.2.4',
  example: '2.2.4',
};
const trustee: VersionRange = {
  pattern: tagsOf(`0\\.${anyNumber}\\.${anyNumber}`, `1\\.[0-4]\\.${anyNumber}`, '1\\.5\\.[0-2]'),
  words: 'up to 1.5.2',
  example: '1.5.2',
};

/** The set of the document. */
export const setA = {
  name: 'A',
  description: `AA and CDH ${agents.words}, TNG ${tng.words}, Trustee ${trustee.words}`,
  ranges: { aa: agents, cdh: agents, tng, trustee },
  tested: { aa: '1.3.1', cdh: '1.3.1', tng: '2.2.4', cachefs: '1.0.7-2.6.1', trustee: '1.5.2' },
  kbsProtocol: '0.1.0',
  tngServer: { decap_from_http: {} },
  tngClient: { encap_in_http: {} },
} as const satisfies VersionSet;
