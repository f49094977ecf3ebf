import { cond, matches, not, pattern, text, toJson, type Input } from '../../helm';
import {
  versionedComponents,
  versionSetChoices,
  versionSets,
  type VersionedComponent,
  type VersionSet,
} from '../../injection';

/** Stands for a version that is refused by itself, and so goes with everything. */
const refused = '-';

/** A version as {@link areMixed} compares it. */
export function comparable(tag: Input<string>, isSupported: Input<boolean>): Input<string> {
  return cond<Input<string>>(isSupported, tag, refused);
}

/** Whether comparable versions are mixed: no single set holds all of them. One expression, since a template repeats its operands. */
export function areMixed(
  versions: Readonly<Record<VersionedComponent, Input<string>>>,
  among: readonly VersionSet[] = versionSets,
): Input<boolean> {
  const together = among.map(({ ranges }) =>
    versionedComponents.map((component) => `(${ranges[component].pattern.slice(1, -1)}|${refused})`).join(' '),
  );
  const { aa, cdh, tng } = versions;
  const oneSet = pattern(
    'of-one-set',
    'the versions of AA, CDH and TNG, all three of one version set; "-" is a version that is refused by itself',
    `^(${together.join('|')})$`,
  );
  return not(matches(oneSet, text`${aa} ${cdh} ${tng}`));
}

/** What is said of a version that is in no version set. */
export function unsupportedMessage(version: Input<string>): Input<string> {
  return text`${toJson(version)} belongs to no version set; choose an image tag of ${versionSetChoices}`;
}

/** What is said of versions that are mixed. */
export function mixedMessage({ aa, cdh, tng }: Readonly<Record<VersionedComponent, Input<string>>>): Input<string> {
  return text`mix version sets, which cannot talk to each other: AA ${aa}, CDH ${cdh}, TNG ${tng}; take all three from ${versionSetChoices}`;
}
