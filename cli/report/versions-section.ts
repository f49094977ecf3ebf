import { components, isInRange, versionSetNamed, type CaiVersions, type VersionSetName } from '../../injection';
import { versionsOf } from '../description/derived';
import { markup, type Part } from './html';
import { badge, table, type Section } from './parts';
import type { Subject } from './subject';

const names: Readonly<Record<keyof CaiVersions, string>> = {
  aa: 'Attestation Agent (AA)',
  cdh: 'Confidential Data Hub (CDH)',
  tng: 'Trusted Network Gateway (TNG), in the Pods and at clients',
  cachefs: 'cachefs (gocryptfs)',
};

interface InUse {
  readonly title: string;
  readonly set: VersionSetName;
  readonly versions: CaiVersions;
  /** Unknown where no cai.yaml was read. */
  readonly trustee?: string;
}

function inUse({ description, pods }: Subject): InUse[] {
  const ofDescription = description && [
    {
      title: 'cai.yaml',
      set: description.versions.set,
      versions: versionsOf(description),
      trustee: versionsOf(description).trustee,
    },
  ];
  // what is planned has the versions of cai.yaml
  const ofPods = pods.flatMap(({ protection, origin, title }) =>
    protection && origin !== 'planned' ? [{ title, set: protection.versionSet, versions: protection.versions }] : [],
  );
  return [...(ofDescription ?? []), ...ofPods];
}

function rows({ set, versions, trustee }: InUse): Part[][] {
  const { ranges, tested } = versionSetNamed(set);
  const fits = (version: string, { pattern }: { readonly pattern: string }): Part =>
    isInRange(version, pattern) ? badge('fits', '✓ fits') : badge('breaks', '▲ does not fit');
  return [
    ...components.map((one): Part[] => [
      names[one],
      versions[one],
      tested[one],
      one === 'cachefs' ? 'works with every set' : fits(versions[one], ranges[one]),
    ]),
    [
      'Trustee',
      trustee ?? 'not told by a Pod',
      tested.trustee,
      trustee === undefined ? 'see the set' : fits(trustee, ranges.trustee),
    ],
  ];
}

/** Versions, and whether they can talk to each other. */
export function versionsSection(subject: Subject): Section {
  const all = inUse(subject);
  const body = all.map((one) => {
    const { description } = versionSetNamed(one.set);
    return [
      markup`<p><b>Version set ${one.set}</b> of ${one.title}: ${description}. Nothing works across the sets.</p>`,
      table(`Versions of ${one.title}`, ['Component', 'In use', 'Tested by the vendor', `Set ${one.set}`], rows(one)),
    ];
  });
  return {
    id: 'versions',
    title: 'Versions and compatibility',
    body: all.length === 0 ? markup`<p>No versions are known: nothing that was read is protected.</p>` : body,
  };
}
