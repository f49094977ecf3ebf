/** Paths inside the sidecars. The scripts, the mounts and the probes share them. */

/**
 * Folder of the attestation agent's socket. CDH has the path of the socket compiled in, and the folder is mounted rather than
 * the socket, because AA makes a new socket when it starts again.
 */
export const attestationFolder = '/run/confidential-containers/attestation-agent';

export const attestationSocket = `${attestationFolder}/attestation-agent.sock`;

/** What is ours in every sidecar lies below it. */
export const ownFolder = '/run/cai';

/** Folder with the authorities of Trustee's certificate and nothing else, and the file with them. */
export const authoritiesFolder = `${ownFolder}/authorities`;

export const authoritiesFile = `${authoritiesFolder}/authorities.pem`;

/** Folder of the key of the model, and the file with it. */
export const keyFolder = `${ownFolder}/key`;

export const keyFile = `${keyFolder}/key`;

/** Folder of the encrypted files, in cachefs alone. */
export const cipherFolder = `${ownFolder}/cipher`;

/** Copy of gocryptfs.conf that was checked: in the bucket it may be another one a moment later. */
export const configurationFile = `${ownFolder}/gocryptfs.conf`;

/** Folder with one mount per volume for decrypted files, called by its number. */
export const plaintextFolder = `${ownFolder}/plaintext`;

/**
 * Folder inside such a volume on which the decrypted files are mounted. It is not the volume's root: a dead FUSE mount on the
 * root would keep the container from starting again.
 */
export const mountFolder = '.plaintext';

/** Made by cachefs when an application would find every file at its place. */
export const readyFile = `${ownFolder}/ready`;
