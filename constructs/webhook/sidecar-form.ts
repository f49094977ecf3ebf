import { attestationVolume, cipherFolder, keyVolume, plaintextVolumePrefix, sidecarNames } from '../../injection';
import { quoted } from './cel';

/*
 * What a sidecar shows of being one, in CEL; the container is `one`. Its image, the text of its script and the values of its
 * variables are decided elsewhere (templates, options) and not looked at: docs/threat-model.md says what follows from that.
 */

const mounts = (test: string): string => `one.?volumeMounts.orValue([]).exists(mount, ${test})`;

const mountsVolume = (name: string): string => mounts(`mount.name == ${quoted(name)}`);

const isSet = (variable: string): string =>
  `one.?env.orValue([]).exists(entry, entry.name == ${quoted(variable)} && entry.?value.orValue('') != '')`;

// a runtime takes the name of a capability in any case, and some take it with its prefix
const isNetworkAdmin = [
  'one.?securityContext.privileged.orValue(false)',
  "one.?securityContext.capabilities.add.orValue([]).exists(name, name.upperAscii().replace('CAP_', '') in ['NET_ADMIN', 'ALL'])",
].join(' || ');

const forms: readonly (readonly [name: string, ...tests: string[]])[] = [
  [sidecarNames.aa, isSet('CAI_AA_CONFIG'), mountsVolume(attestationVolume)],
  [
    sidecarNames.cdh,
    isSet('CAI_CDH_CONFIG'),
    isSet('CAI_KEY_ID'),
    mountsVolume(attestationVolume),
    mountsVolume(keyVolume),
  ],
  [
    sidecarNames.tng,
    isSet('CAI_TNG_CONFIG'),
    isSet('CAI_SECURED_PORTS'),
    mountsVolume(attestationVolume),
    isNetworkAdmin,
  ],
  [
    sidecarNames.cachefs,
    isSet('CAI_PLAINTEXT_VOLUMES'),
    mounts(`mount.name == ${quoted(keyVolume)} && mount.?readOnly.orValue(false)`),
    mounts(
      `mount.mountPath == ${quoted(cipherFolder)} && mount.?readOnly.orValue(false) && variables.volumes.exists(volume, volume.name == mount.name && has(volume.persistentVolumeClaim))`,
    ),
    // Kubernetes gives this to privileged containers alone
    mounts(
      `mount.name.startsWith(${quoted(plaintextVolumePrefix)}) && mount.?mountPropagation.orValue('') == 'Bidirectional'`,
    ),
  ],
];

const command = 'one.?command.orValue([])';

/** A shell with a script and the program that it starts, which must have started before the next container does. */
const isStarted = [
  `${command}.size() > 4`,
  `${command}[0] == '/bin/sh' && ${command}[1] == '-c' && ${command}[3] == 'cai'`,
  'has(one.startupProbe)',
].join(' && ');

const isItself = forms.map(
  ([name, ...tests]) => `(one.name == ${quoted(name)} && ${tests.map((test) => `(${test})`).join(' && ')})`,
);

/** Whether a container that bears the name of a sidecar has the form of one. */
export const hasSidecarForm = `${isStarted} && (${isItself.join(' || ')})`;
