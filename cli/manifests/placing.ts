import { keysOf, type Problem } from '../../problems';
import { optionProblems, optionsAnnotation } from '../../injection';
import { placeOf } from '../yaml-places';
import { placeWithin } from './embedded-places';
import { titleOf, type ManifestObject } from './reading';

const optionCodes = new Set(Object.values(optionProblems).map(({ code }) => code));

/**
 * The same problem with the place in the file and the object in its message.
 *
 * @param template keys that lead from the object to the template of its Pods
 */
export function placed(problem: Problem, object: ManifestObject, template: readonly string[]): Problem {
  return problem.movedTo({ place: `${placeOfProblem(problem, object, template)}: ${titleOf(object.data)}` });
}

/** `file:line:column` of what a problem is about. */
export function placeOfProblem(
  { at, code }: Problem,
  { source, path }: ManifestObject,
  template: readonly string[],
): string {
  if (!optionCodes.has(code)) return placeOf(source, [...path, ...keysOf(at)]);
  // the pointer leads into the text of the annotation
  const annotation = [...path, ...template, 'metadata', 'annotations', optionsAnnotation];
  return placeWithin(source, annotation, keysOf(at)) ?? placeOf(source, annotation);
}
