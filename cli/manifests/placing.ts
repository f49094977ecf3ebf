import { keysOf, type Problem } from '../../problems';
import { placeOf } from '../yaml-places';
import { placeWithin } from './embedded-places';
import { titleOf, type ManifestObject } from './reading';

/**
 * The same problem with the place in the file and the object in its message.
 */
export function placed(problem: Problem, object: ManifestObject): Problem {
  return problem.movedTo({ place: `${placeOfProblem(problem, object)}: ${titleOf(object.data)}` });
}

/** `file:line:column` of what a problem is about. */
export function placeOfProblem({ at, within }: Problem, { source, path }: ManifestObject): string {
  if (within === undefined) return placeOf(source, [...path, ...keysOf(at)]);
  const annotation = [...path, ...keysOf(within)];
  return placeWithin(source, annotation, keysOf(at)) ?? placeOf(source, annotation);
}
