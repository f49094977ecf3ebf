import { cond, matches, not, pattern, text, type Input } from '../../helm';
import { versionedComponents, versionSets, type VersionedComponent, type VersionSet } from '../../injection';

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
