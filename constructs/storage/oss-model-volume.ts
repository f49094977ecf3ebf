import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  and,
  checksum,
  eq,
  fields,
  hash,
  isSet,
  named,
  not,
  or,
  orElse,
  resourceWhen,
  settle,
  when,
  type Input,
  text,
} from '../../helm';
import { identityOf, type Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { defaultOssfsOptions, ossDriver } from './oss-driver';
import type { OssModelVolumeProps } from './props';
import { refuseOssMistakes } from './oss-rules';
import { ossModelVolume } from './schema';

/**
 * The encrypted model in an OSS bucket: a PersistentVolume of the OSS CSI driver, a PersistentVolumeClaim bound to it
 * by name, and the Secret with the access key.
 *
 * Kubernetes does not let a volume change: to move to another bucket or path, or to another Secret, give the claim
 * another name too. Then a new volume is made beside the old one. Deleting either leaves the data in the bucket.
 *
 * @see https://github.com/kubernetes-sigs/alibaba-cloud-csi-driver/blob/master/docs/oss.md
 */
export class OssModelVolume extends Construct {
  /** Name of the PersistentVolumeClaim. */
  public readonly claimName: string;

  /** Name of the PersistentVolume. */
  public readonly volumeName: string;

  /** The PersistentVolumeClaim. */
  public readonly apiObject: ApiObject;

  /** The PersistentVolumeClaim. */
  public readonly claim: ApiObject;

  /** The PersistentVolume. */
  public readonly volume: ApiObject;

  /** The Secret with the access key, where the construct makes one. */
  public readonly secret?: ApiObject;

  /**
   * SHA-256 of the access key, for a Pod annotation that makes Pods roll when the key changes. Nothing where the
   * construct makes no Secret.
   */
  public readonly secretChecksum?: string;

  public constructor(scope: Construct, id: string, props: OssModelVolumeProps) {
    super(scope, id);
    const p = settle(this, ossModelVolume, props);
    const identity = identityOf(p, 'cai-vllm');
    const existing = p.existingSecret;
    const usesKey = eq(p.authType, 'ak');
    refuseOssMistakes(this, p);

    const makesSecret = and(usesKey, not(isSet(existing)));
    const secretName = named('secret-name', orElse<string>(existing, text`${identity.name}-oss`), this);
    // where one is missing a rule has refused the volume already
    const key = { akId: orElse<string>(p.akId, ''), akSecret: orElse<string>(p.akSecret, '') };
    this.secret = resourceWhen(makesSecret, () => this.makeSecret(identity, secretName, key));
    this.secretChecksum = when(makesSecret, () => checksum(key)) as string | undefined;

    const namespace = Chart.of(this).namespace ?? 'default';
    const attributes = {
      bucket: p.bucket,
      url: p.url,
      path: p.path,
      fuseType: p.fuseType,
      authType: when(not(usesKey), p.authType),
      otherOpts: when(
        or(isSet(p.otherOpts), eq(p.fuseType, 'ossfs')),
        orElse<string>(p.otherOpts, defaultOssfsOptions),
      ),
      roleName: p.roleName,
      roleArn: p.roleArn,
      oidcProviderArn: p.oidcProviderArn,
    };
    const claimName = named('claim-name', p.claimName, this);
    // unique in the cluster, where a-b and c would read as a and b-c do. What Kubernetes does not let change of a volume is
    // no part of the name: Helm cannot roll back an upgrade that failed after it had made a volume of another name
    const unique = hash(8, [namespace, claimName]);
    const volumeName = named('volume-name', text`${namespace}-${claimName}-${unique}`, this);
    const storage = p.capacity;

    this.volume = resource(this, {
      id: 'volume',
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      identity,
      component: 'model',
      name: volumeName,
      nameProp: 'claimName',
      spec: {
        capacity: { storage },
        accessModes: ['ReadOnlyMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        // without it a default StorageClass would be laid on the claim, which then never binds
        storageClassName: '',
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName },
        csi: {
          driver: ossDriver,
          volumeHandle: volumeName,
          readOnly: true,
          nodePublishSecretRef: when(usesKey, fields({ name: secretName, namespace })),
          volumeAttributes: attributes,
        },
      },
    });
    this.claim = resource(this, {
      id: 'claim',
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      identity,
      component: 'model',
      name: claimName,
      nameProp: 'claimName',
      spec: {
        accessModes: ['ReadOnlyMany'],
        resources: { requests: { storage } },
        storageClassName: '',
        volumeName,
      },
    });
    this.apiObject = this.claim;
    this.node.defaultChild = this.claim;
    this.claimName = claimName as string;
    this.volumeName = volumeName;
  }

  private makeSecret(identity: Identity, name: Input<string>, stringData: Record<string, unknown>): ApiObject {
    return resource(this, {
      id: 'secret',
      apiVersion: 'v1',
      kind: 'Secret',
      identity,
      component: 'model',
      name,
      type: 'Opaque',
      stringData,
    });
  }
}
