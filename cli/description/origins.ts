import { inputProblems, isWithin, jsonPointer, keysOf, type Pointer, type Problem } from '../../problems';
import { nodeAt, placeOf, type YamlSource } from '../yaml-places';
import type { ChartSection } from './section-names';
import type { DerivedValue } from './derived';

/** The same problem, with the line and column of its key or value. */
export function placed(problem: Problem, source: YamlSource): Problem {
  const isKey = problem.code === inputProblems.unknownKey.code || problem.code === inputProblems.badKey.code;
  return problem.movedTo({ place: placeOf(source, keysOf(problem.at), isKey ? 'key' : 'value') });
}

/** The section of a chart, and where the rest of its values comes from. */
export interface Origins {
  readonly section: ChartSection;
  readonly derived: readonly DerivedValue[];
  readonly source: YamlSource;
}

// about several versions at once, all of which are made from there
const mixesVersions = ({ name }: Problem): boolean => name.startsWith('mixed-');

/** A problem with the values of a chart, at the place in cai.yaml that the value came from. */
export function traced(problem: Problem, origins: Origins): Problem {
  const at = mixesVersions(problem) ? '/versions' : originOf(problem.at, origins);
  return placed(problem.movedTo({ at, notation: 'dotted' }), origins.source);
}

function originOf(at: Pointer, { section, derived, source }: Origins): Pointer {
  const written: Pointer = `/${section}${at}`;
  if (nodeAt(source, keysOf(written)) !== undefined) return written;
  const made = derived.find(({ path }) => isWithin(at, jsonPointer(...path)));
  return made ? jsonPointer(...made.from) : written;
}
