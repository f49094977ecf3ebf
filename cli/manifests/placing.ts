import { optionCatalogue, optionsAnnotation, type Problem } from '../../injection';
import { placeOf } from '../yaml-places';
import { placeWithin } from './embedded-places';
import { titleOf, type ManifestObject } from './reading';

const optionCodes = new Set(optionCatalogue.map(({ code }) => code));

/** The keys of a JSON pointer. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * The same problem with the place in the file and the object in its message.
 *
 * @param template keys that lead from the object to the template of its Pods
 */
export function placed(problem: Problem, object: ManifestObject, template: readonly string[]): Problem {
  const { code, name, message, pointer } = problem;
  const says = message.slice(`${code} ${name}: `.length);
  return {
    ...problem,
    message: `${code} ${name}: ${placeOfProblem(pointer, code, object, template)}: ${titleOf(object.data)}: ${says}`,
  };
}

/** `file:line:column` of what a problem is about. */
export function placeOfProblem(
  pointer: string,
  code: string,
  { source, path }: ManifestObject,
  template: readonly string[],
): string {
  if (!optionCodes.has(code)) return placeOf(source, [...path, ...keysOf(pointer)]);
  // the pointer leads into the text of the annotation
  const annotation = [...path, ...template, 'metadata', 'annotations', optionsAnnotation];
  return placeWithin(source, annotation, keysOf(pointer)) ?? placeOf(source, annotation);
}
