import { define, type NoDetails, showChoices, showPointer, showValue } from '../../problems';
import { attestationVolume, keyVolume, optionsAnnotation, statusAnnotation } from '../names';

const document = 'the Pod';
const maxChoices = 8;

export const modeWithoutOptions = define<NoDetails>({
  code: 'CAI5102',
  name: 'mode-without-options',
  title: 'The Pod bears the label of confidential computing but has no options',
  fix: `add the annotation "${optionsAnnotation}" beside it, or remove the label`,
  document,
  says: (where) => `${where} asks for protection, but without options nothing would be protected`,
});

export const wrongPrefix = define<{ key: string }>({
  code: 'CAI5105',
  name: 'wrong-prefix',
  title: 'The options stand under a key with another prefix',
  fix: `write "${optionsAnnotation}"`,
  says: (where, { key }) => `${where}: ${showValue(key)} would be ignored`,
});

export const forgedStatus = define<{ fault: string }>({
  code: 'CAI5106',
  name: 'forged-status',
  title: 'The Pod says that it was injected, but it was not, or was changed since',
  fix: `remove the annotation "${statusAnnotation}" with all containers and volumes of ours: injection adds them`,
  says: (where, { fault }) => `${where} ${fault}`,
});

export const reservedName = define<{ what: 'container' | 'volume'; name: string }>({
  code: 'CAI5107',
  name: 'reserved-name',
  title: 'A container or volume bears a name that injection, or the construct, uses itself',
  fix: 'give it another name',
  document,
  says: (where, { what, name }) => `${where}: the ${what} ${showValue(name)} bears a name of the injection`,
});

export const reservedMount = define<{ container: string; volume: string }>({
  code: 'CAI5108',
  name: 'reserved-mount',
  title: 'A container mounts a volume of the injection',
  fix: `remove the mount: "${keyVolume}" and "${attestationVolume}" are for the sidecars alone, and decrypted files are seen where the encrypted volume is mounted`,
  document,
  says: (where, { container, volume }) =>
    `${where}: the container ${showValue(container)} mounts ${showValue(volume)}, a volume of the injection`,
});

export const noEncryptedVolume = define<{ claim: string; claims: readonly string[]; suggestion?: string }>({
  code: 'CAI5109',
  name: 'no-encrypted-volume',
  title: 'No volume of the Pod uses the claim with the encrypted model',
  fix: 'set "cipher-text-volume" to the claimName of a persistentVolumeClaim volume of the Pod',
  says: (where, { claim, claims }) => {
    const shown = showChoices(claims.slice(0, maxChoices));
    const more = claims.length > maxChoices ? ` and ${claims.length - maxChoices} more` : '';
    const used = claims.length === 0 ? 'the Pod uses no claim' : `the Pod uses ${shown}${more}`;
    return `${where}: no volume uses the claim ${showValue(claim)} of "cipher-text-volume", ${used}`;
  },
  advice: ({ claim, suggestion }) =>
    suggestion === undefined
      ? `add a volume with persistentVolumeClaim.claimName ${showValue(claim)} and mount it, or correct "cipher-text-volume"`
      : `did you mean "cipher-text-volume": ${showValue(suggestion)}?`,
});

export const encryptedVolumeNotMounted = define<{ volume: string }>({
  code: 'CAI5110',
  name: 'encrypted-volume-not-mounted',
  title: 'No container mounts the encrypted volume',
  fix: 'add a volumeMount to the container that reads the model',
  says: (where, { volume }) => `${where}: no container mounts the encrypted volume ${showValue(volume)}`,
});

export const blockDevice = define<{ container: string; volume: string }>({
  code: 'CAI5111',
  name: 'block-device',
  title: 'A container uses the encrypted volume as a block device',
  fix: 'use a volumeMount: only files can be decrypted',
  says: (where, { container, volume }) =>
    `${where}: the container ${showValue(container)} uses the encrypted volume ${showValue(volume)} as a block device`,
});

export const hostNetwork = define<NoDetails>({
  code: 'CAI5112',
  name: 'host-network',
  title: "The Pod uses the node's network",
  fix: 'remove hostNetwork: ports are secured in the network of the Pod',
  document,
  says: (where) => `${where} is true, so everything on the node reaches the ports in plaintext`,
});

export const windowsPod = define<{ value: string }>({
  code: 'CAI5113',
  name: 'windows-pod',
  title: 'The Pod is for Windows',
  fix: 'use Linux: the sidecars run nowhere else',
  says: (where, { value }) => `${where} is ${showValue(value)}`,
});

export const sharedProcesses = define<NoDetails>({
  code: 'CAI5114',
  name: 'shared-processes',
  title: 'Containers would see the processes of the sidecars',
  fix: 'remove it: through /proc, the key of the model could be read from the sidecars',
  document,
  says: (where) => `${where} is true, so that other containers see the processes of the sidecars`,
});

export const userNamespace = define<NoDetails>({
  code: 'CAI5115',
  name: 'user-namespace',
  title: 'The Pod runs in a user namespace',
  fix: 'remove hostUsers: false: decrypted files cannot be mounted from within a user namespace',
  says: (where) => `${where} is false`,
});

export const closedProbe = define<{ container: string; what: string; port: number }>({
  code: 'CAI5116',
  name: 'closed-probe',
  title: 'A probe or hook cannot pass a secured port',
  fix: 'use an exec probe, or a port that is not secured: TNG lets only plain HTTP requests of a known path through',
  says: (where, { container, what, port }) =>
    `${where}: ${what} of the container ${showValue(container)} cannot reach the secured port ${port}`,
});

export const mirrorPod = define<NoDetails>({
  code: 'CAI5117',
  name: 'mirror-pod',
  title: 'The Pod is a static Pod of a kubelet',
  fix: 'create the Pod through the API server, for example as a Deployment',
  says: (where) => `${where} marks a static Pod, which runs as the kubelet read it and cannot be injected`,
});

export const notInjected = define<NoDetails>({
  code: 'CAI5119',
  name: 'not-injected',
  title: 'The Pod opted in but was never injected',
  fix: 'delete the Pod and create it again while the webhook runs',
  document,
  says: (where) => `${where} has options but no "${statusAnnotation}": it runs without protection`,
});

export const tooManyPortsDeclared = define<{ count: number; most: number }>({
  code: 'CAI5120',
  name: 'too-many-ports-declared',
  title: 'The containers declare more TCP ports than can be secured',
  fix: 'list the ports that serve requests in "tng-http-secure-ports"',
  says: (where, { count, most }) =>
    `${where}: the containers declare ${count} TCP ports, at most ${most} can be secured`,
});

export const changedAfterInjection = define<{ places: readonly string[] }>({
  code: 'CAI5122',
  name: 'changed-after-injection',
  title: 'The Pod is not as injection made it',
  fix: 'find the admission webhook that changes it and exclude these Pods there',
  document,
  says: (where, { places }) =>
    `${where} is not as injection makes it; something changed it afterwards, or it never passed the webhook: see ${places.map((place) => showPointer(place)).join(', ')}`,
});

export const podTooLarge = define<{ what: string; count: number; most: number }>({
  code: 'CAI5124',
  name: 'pod-too-large',
  title: 'The Pod has more of something than any Pod that runs',
  fix: 'take some away, or make several Pods of it',
  document,
  says: (where, { what, count, most }) => `${where}: the Pod has ${count} ${what}, the limit is ${most}`,
});

export const podResourcesTooSmall = define<{
  resource: string;
  amount: string;
  isFilledIn: boolean;
  needed: string;
  sidecars: string;
  isLimitTooSmall: boolean;
}>({
  code: 'CAI5125',
  name: 'pod-resources-too-small',
  title: 'The resources of the whole Pod leave no room for the sidecars',
  fix: 'raise the requests, and limits below them, of `spec.resources` to what the containers ask for together with the sidecars',
  says: (where, { resource, amount, isFilledIn, needed, sidecars }) =>
    `${where} is ${amount}${isFilledIn ? ', which the API server fills in' : ''}, and the containers of the Pod ask for ${needed} of ${showValue(resource)}, ${sidecars} of it for the sidecars: the API server would refuse the Pod`,
  advice: ({ resource, needed, isFilledIn, isLimitTooSmall }) =>
    `${isFilledIn ? 'set' : 'raise'} it to ${needed} or more${isLimitTooSmall ? `, and limits of ${showValue(resource)} with it` : ''}`,
});

export const noPortToSecure = define<NoDetails>({
  code: 'CAI5151',
  name: 'no-port-to-secure',
  severity: 'warning',
  title: 'No container declares a TCP port, so none is secured',
  fix: 'declare the ports that serve requests, or list them in "tng-http-secure-ports"',
  says: (where) => `${where}: no container declares a TCP port, so TNG is not started`,
});

export const undeclaredPort = define<{ port: number }>({
  code: 'CAI5152',
  name: 'undeclared-port',
  severity: 'warning',
  title: 'A secured port is declared by no container',
  fix: 'check the number; it is secured all the same',
  says: (where, { port }) => `${where}: no container declares the port ${port} of "tng-http-secure-ports"`,
});

export const unsecuredPort = define<{ container: string; port: number; protocol: string }>({
  code: 'CAI5153',
  name: 'unsecured-port',
  severity: 'warning',
  title: 'A declared port is not secured',
  fix: 'let nothing confidential pass it, or list it in "tng-http-secure-ports" if it is TCP',
  says: (where, { container, port, protocol }) =>
    `${where}: the ${protocol} port ${port} of the container ${showValue(container)} is reached in plaintext`,
});

export const plaintextProbe = define<{ container: string; what: string; port: number; path: string }>({
  code: 'CAI5154',
  name: 'plaintext-probe',
  severity: 'warning',
  title: 'A probe or hook opens a path of a secured port',
  fix: 'use an exec probe inside the container, which opens nothing',
  says: (where, { container, what, port, path }) =>
    `${where}: for ${what} of the container ${showValue(container)} the path ${showValue(path)} of the secured port ${port} is open in plaintext, and with it a connection whose first request asks for it`,
});

export const blindProbe = define<{ container: string; what: string; port: number }>({
  code: 'CAI5155',
  name: 'blind-probe',
  severity: 'warning',
  title: 'A TCP probe on a secured port sees only TNG',
  fix: 'use an exec probe inside the container',
  says: (where, { container, what, port }) =>
    `${where}: ${what} of the container ${showValue(container)} succeeds on the secured port ${port} even when the application is down, since TNG answers`,
});

export const writableMount = define<{ container: string; volume: string }>({
  code: 'CAI5156',
  name: 'writable-mount',
  severity: 'warning',
  title: 'A mount of the encrypted volume was not read-only and becomes so',
  fix: 'set readOnly: true',
  says: (where, { container, volume }) =>
    `${where}: the container ${showValue(container)} mounts the encrypted volume ${showValue(volume)} for writing, but decrypted files can only be read`,
});

export const subPathMount = define<{ container: string; volume: string }>({
  code: 'CAI5157',
  name: 'sub-path-mount',
  severity: 'warning',
  title: 'A mount of the encrypted volume uses subPath',
  fix: 'mount the whole volume and use a path below the mountPath',
  says: (where, { container, volume }) =>
    `${where}: the container ${showValue(container)} mounts a subPath of the encrypted volume ${showValue(volume)}, which stays broken after a restart of the cachefs sidecar`,
});

export const powerfulContainer = define<{ container: string; power: string }>({
  code: 'CAI5158',
  name: 'powerful-container',
  severity: 'warning',
  title: 'A container can undo the protection',
  fix: 'take it away, unless the container is trusted like the sidecars',
  says: (where, { container, power }) =>
    `${where}: the container ${showValue(container)} has ${power}, with which it can undo the protection`,
});

export const hostIpc = define<NoDetails>({
  code: 'CAI5159',
  name: 'host-ipc',
  severity: 'warning',
  title: "The Pod shares the node's memory segments",
  fix: 'remove hostIPC and mount a memory volume at /dev/shm',
  says: (where) => `${where} is true, so that other Pods may see what the application keeps in shared memory`,
});

export const hostPath = define<{ volume: string; path: string }>({
  code: 'CAI5160',
  name: 'host-path',
  severity: 'warning',
  title: 'A volume shows files of the node',
  fix: 'mount no folder of the kubelet, of a container runtime or of processes, such as /var/lib/kubelet, /run/containerd or /proc, and none that holds one',
  says: (where, { volume, path }) =>
    `${where}: the volume ${showValue(volume)} shows ${showValue(path)} of the node, through which the protection can be undone`,
});

export const meshedPod = define<{ mesh: string; without: string }>({
  code: 'CAI5161',
  name: 'meshed-pod',
  severity: 'warning',
  title: 'The Pod is part of a service mesh',
  fix: "keep the Pod out of the mesh: its proxy answers to the mesh's authority, not to Trustee, and TNG already encrypts up to the Pod",
  says: (where, { mesh }) =>
    `${where} makes the Pod part of ${mesh}: requests from the mesh do not get through TNG, and what the mesh's proxy brings through a port of its own reaches the application past TNG`,
  advice: ({ without }) => `keep the Pod out of the mesh: ${without}`,
});
