import { parseOptions } from '../../injection';
import type { Problem } from '../../problems';
import { placeOf } from '../yaml-places';
import type { Description } from './description';
import { traced, type Origins } from './origins';
import { otherSet } from './problems';

/** What the injection would say about the options that come out of a description. */
export function optionFindings(
  { vllm, versions, unsafeAllowSampleEvidence }: Description,
  origins: Origins,
): { problems: Problem[]; warnings: Problem[] } {
  // the authorities of cai.yaml itself are looked at by themselves
  const settings = { allowSampleEvidence: unsafeAllowSampleEvidence, now: Date.now() };
  const { options, problems, warnings } = parseOptions(vllm.caiOptions, settings);
  const found = problems.map((problem) => tracedOption(problem, origins));
  if (options && options.versionSet !== versions.set) {
    const says = `is "${versions.set}", but the versions are those of set ${options.versionSet}`;
    const place = placeOf(origins.source, ['versions', 'set']);
    found.push(otherSet.worded('/versions/set', { says }).movedTo({ place }));
  }
  return { problems: found, warnings: warnings.map((problem) => tracedOption(problem, origins)) };
}

/** A problem with the options, at the place in cai.yaml that it comes from. */
export function tracedOption(problem: Problem, origins: Origins): Problem {
  return traced(problem.movedTo({ at: `/caiOptions${problem.at}` }), origins);
}
