import { anyNumber, atLeast, tagsOf, type VersionRange, type VersionSet } from './version-set';

const agents: VersionRange = {
  pattern: tagsOf(`1\\.${atLeast(4)}\\.${anyNumber}`, `${atLeast(2)}\\.${anyNumber}\\.${anyNumber}`),
  words: '1.4.0 or later',
  example: '1.4.8-r1',
};
const tng: VersionRange = {
  pattern: tagsOf(
    `2\\.2\\.${atLeast(6)}`,
    `2\\.${atLeast(3)}\\.${anyNumber}`,
    `${atLeast(3)}\\.${anyNumber}\\.${anyNumber}`,
  ),
  words: '2.2.6 or later',
  example: '2.3.0-r1',
};
const trustee: VersionRange = {
  pattern: tagsOf(`1\\.${atLeast(6)}\\.${anyNumber}`, `${atLeast(2)}\\.${anyNumber}\\.${anyNumber}`),
  words: '1.6.0 or later',
  example: '1.6.2',
};

/** The set of the newer releases. */
export const setB = {
  name: 'B',
  description: `AA and CDH ${agents.words}, TNG ${tng.words}, Trustee ${trustee.words}`,
  ranges: { aa: agents, cdh: agents, tng, trustee },
  tested: { aa: '1.4.4', cdh: '1.4.4', tng: '2.2.6', cachefs: '1.0.7-2.6.1', trustee: '1.6.2' },
  kbsProtocol: '0.4.0',
  tngServer: { ohttp: {} },
  tngClient: { ohttp: {} },
  // from 2.8.0 on names are refused
  namesInMappings: tagsOf(`2\\.2\\.${atLeast(6)}`, `2\\.[3-7]\\.${anyNumber}`),
} as const satisfies VersionSet;
