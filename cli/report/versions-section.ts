import { components, versionSetOf, versionSets, type CaiVersions, type VersionSetName } from '../../injection';
import { testedVersions, versionsOf } from '../description/derived';
import { trusteeFits } from './description-switches';
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
  const tested = testedVersions[set];
  const fits = (yes: boolean): Part => (yes ? badge('fits', '✓ fits') : badge('breaks', '▲ does not fit'));
  return [
    ...components.map((one): Part[] => [
      names[one],
      versions[one],
      tested[one],
      one === 'cachefs' ? 'works with both sets' : fits(versionSetOf(one, versions[one]) === set),
    ]),
    [
      'Trustee',
      trustee ?? 'not told by a Pod',
      tested.trustee,
      trustee === undefined ? 'see the set' : fits(trusteeFits(trustee, set)),
    ],
  ];
}

/** Versions, and whether they can talk to each other. */
export function versionsSection(subject: Subject): Section {
  const all = inUse(subject);
  const body = all.map((one) => {
    const described = versionSets.find(({ name }) => name === one.set)?.description ?? '';
    return [
      markup`<p><b>Version set ${one.set}</b> of ${one.title}: ${described}. Nothing works across the two sets.</p>`,
      table(`Versions of ${one.title}`, ['Component', 'In use', 'Tested by the vendor', `Set ${one.set}`], rows(one)),
    ];
  });
  return {
    id: 'versions',
    title: 'Versions and compatibility',
    body: all.length === 0 ? markup`<p>No versions are known: nothing that was read is protected.</p>` : body,
  };
}
