import { setA } from './a';
import { setB } from './b';
import { versionedComponents, type CaiVersions, type VersionedComponent, type VersionSet } from './version-set';

/*
 * Versions that work together. A set is a hard boundary: across it the key protocol and the tunnel protocol differ, and the
 * parts fail on the wire, not at start. A tag may belong to several sets; the set in use is one that holds all versions.
 */

export * from './version-set';

const sets = [setA, setB] as const;

/** Name of a version set. */
export type VersionSetName = (typeof sets)[number]['name'];

/** A version set of the list. */
export type NamedVersionSet = VersionSet & { readonly name: VersionSetName };

/** The version sets, oldest first. A tag that is in none is refused. */
export const versionSets: readonly NamedVersionSet[] = sets;

export const versionSetNames: readonly VersionSetName[] = versionSets.map(({ name }) => name);

/** The set of the versions that are used where the user names none. */
export const defaultVersionSet: NamedVersionSet = setA;

const { aa, cdh, tng, cachefs } = defaultVersionSet.tested;

/** Versions used where the user names none. */
export const defaultVersions: CaiVersions = { aa, cdh, tng, cachefs };

/** The version set of a name. */
export function versionSetNamed(name: VersionSetName): NamedVersionSet {
  const found = versionSets.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no version set ${name}`);
  return found;
}

/** All sets in words: `set A (…) or set B (…)`. */
export const versionSetChoices: string = versionSets
  .map(({ name, description }) => `set ${name} (${description})`)
  .join(' or ');

/** An anchored regular expression that matches the tags of a component in any of some sets. */
export function supportedPattern(component: VersionedComponent, among: readonly VersionSet[] = versionSets): string {
  return `^(${among.map(({ ranges }) => ranges[component].pattern.slice(1, -1)).join('|')})$`;
}

const compiled = new Map<string, RegExp>();

/** Whether a tag is in a range. */
export function isInRange(tag: string, pattern: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(pattern, 'u');
  compiled.set(pattern, known);
  return known.test(tag);
}

/** The sets that hold all of the given versions. */
export function setsHolding<S extends VersionSet>(
  versions: Readonly<Partial<Record<VersionedComponent, string>>>,
  among: readonly S[],
): readonly S[] {
  return among.filter(({ ranges }) =>
    versionedComponents.every((component) => {
      const tag = versions[component];
      return tag === undefined || isInRange(tag, ranges[component].pattern);
    }),
  );
}
