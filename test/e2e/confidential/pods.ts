import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modeLabel, modeLabelValue, optionsAnnotation } from '../../../injection/names';
import type { Manifest } from '../../../helm';
import { toolsImage } from '../images/images';
import { claimName } from './model-claim';

export const modelPath = '/models';
export const securedPort = 8080;
export const keyId = 'kbs:///default/aliyun/model-decryption-key';

const restricted = {
  runAsUser: 1000,
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** The document's complete example of the options, for a Trustee. */
export function documentOptions(trusteeAddress: string): Record<string, unknown> {
  return {
    'cipher-text-volume': claimName,
    'model-decryption-key-id': keyId,
    'trustee-address': trusteeAddress,
    'aa-version': '1.3.1',
    'cdh-version': '1.3.1',
    'tng-version': '2.2.4',
    'cachefs-version': '1.0.7-2.6.1',
    'tdx-ra-enable': true,
    'gpu-ra-enable': true,
    'tng-http-secure-ports': [{ port: securedPort }],
  };
}

/** A program of the folder of this file, as the command of a container with Python. */
export function pythonCommand(file: string, ...args: string[]): string[] {
  return ['python3', '-c', readFileSync(join(__dirname, file), 'utf8'), ...args];
}

export interface PodChanges {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Merged into the application's container. */
  readonly container?: Readonly<Record<string, unknown>>;
}

/** A Pod that serves the claimed model from its mount, and asks for nothing: not for protection either. */
export function modelPod(name: string, { annotations, labels, spec, container }: PodChanges = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name, ...labels }, ...(annotations ? { annotations } : {}) },
    spec: {
      terminationGracePeriodSeconds: 3,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: 'inference-service',
          image: toolsImage.reference,
          imagePullPolicy: 'Never',
          // a first process gets no TERM that it does not handle
          command: [
            'sh',
            '-c',
            'trap "exit 0" TERM; "$@" & wait $!',
            'sh',
            ...pythonCommand('application.py', modelPath, String(securedPort)),
          ],
          ports: [{ containerPort: securedPort }],
          securityContext: restricted,
          volumeMounts: [{ name: 'model', mountPath: modelPath, readOnly: true }],
          ...container,
        },
      ],
      volumes: [{ name: 'model', persistentVolumeClaim: { claimName, readOnly: true } }],
      ...spec,
    },
  };
}

/** The same Pod with the document's annotation and label. */
export function confidentialPod(
  name: string,
  options: string | Readonly<Record<string, unknown>>,
  changes: PodChanges = {},
): Manifest {
  return modelPod(name, {
    ...changes,
    labels: { [modeLabel]: modeLabelValue, ...changes.labels },
    annotations: {
      [optionsAnnotation]: typeof options === 'string' ? options : JSON.stringify(options),
      ...changes.annotations,
    },
  });
}
