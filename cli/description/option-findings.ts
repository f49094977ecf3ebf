import { keysOf, type Pointer, type Problem } from '../../problems';
import { formatOptions, parseOptions } from '../../injection';
import { placeOf, type YamlSource } from '../yaml-places';
import { optionsOf } from './derived';
import type { Description } from './description';
import { otherSet } from './problems';

/** Which key of the description an option is made from. */
const keyOfOption: Readonly<Partial<Record<Pointer, Pointer>>> = {
  '/cipher-text-volume': '/bucket/claim',
  '/model-decryption-key-id': '/model/keyId',
  '/trustee-address': '/trustee/address',
  '/aa-version': '/versions/aa',
  '/cdh-version': '/versions/cdh',
  '/tng-version': '/versions/tng',
  '/cachefs-version': '/versions/cachefs',
  '/tdx-ra-enable': '/attestation/tdx',
  '/gpu-ra-enable': '/attestation/gpu',
};

/** What the injection would say about the options that come out of a description. */
export function optionFindings(
  described: Description,
  source: YamlSource,
): { problems: Problem[]; warnings: Problem[] } {
  const { options, problems, warnings } = parseOptions(formatOptions(optionsOf(described)), {
    allowSampleEvidence: described.attestation.unsafeAllowSampleEvidence,
  });
  const found = problems.map((problem) => relocated(problem, source));
  if (options && options.versionSet !== described.versions.set) {
    const says = `is "${described.versions.set}", but the versions are those of set ${options.versionSet}`;
    found.push(otherSet.worded('/versions/set', { says }).movedTo({ place: placeOf(source, ['versions', 'set']) }));
  }
  return { problems: found, warnings: warnings.map((problem) => relocated(problem, source)) };
}

/** The same problem, at the place in cai.yaml that the option came from. */
function relocated(problem: Problem, source: YamlSource): Problem {
  const at = keyOfOption[problem.at] ?? '';
  return problem.movedTo({ place: placeOf(source, keysOf(at)), at, notation: 'dotted' });
}
