import { authorityProblems, readAuthorities, validityWarnings } from '../../injection';
import type { Pointer, Problem } from '../../problems';
import type { YamlSource } from '../yaml-places';
import type { OwnKeys } from './description';
import { placed } from './origins';

/** What the text of Trustee's authorities holds that is none, and what will not work with them. */
export function authorityFindings(
  { trustee }: OwnKeys,
  source: YamlSource,
): { problems: Problem[]; warnings: Problem[] } {
  const { address, authorities } = trustee;
  const at: Pointer = '/trustee/authorities';
  const spoken = { notation: 'dotted' } as const;
  const isGiven = authorities.pem !== undefined || authorities.configMap !== undefined;
  const isUnused = isGiven && address.startsWith('http:');
  const warnings = isUnused ? [authorityProblems.authoritiesWithoutHttps.at(at, {}, spoken)] : [];
  const problems: Problem[] = [];
  if (authorities.pem !== undefined) {
    const read = readAuthorities(authorities.pem, `${at}/pem`, problems, spoken);
    if (read) warnings.push(...validityWarnings(read, `${at}/pem`, Date.now(), spoken));
  }
  const inFile = (problem: Problem): Problem => placed(problem, source);
  return { problems: problems.map(inFile), warnings: warnings.map(inFile) };
}
