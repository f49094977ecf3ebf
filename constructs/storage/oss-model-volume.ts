import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  and,
  checksum,
  eq,
  fields,
  hash,
  isSet,
  jsonText,
  named,
  not,
  or,
  orElse,
  resourceWhen,
  settle,
  spread,
  when,
  type Input,
  text,
} from '../../helm';
import { composedName, maxSubdomainLength } from '../kubernetes/composed-name';
import { identityOf, type Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { defaultOssfsOptions, ossDriver } from './oss-driver';
import type { OssModelVolumeProps } from './props';
import { refuseOssMistakes } from './oss-rules';
import { ossModelVolume } from './schema';

const hashLength = 8;

// the API server's refusal has no words but this name
const sourceRefusal = 'is-fixed-rename-cipher-text-volume-to-change-oss';
const sourceExplanation =
  'What the volume of this claim is made from. Kubernetes lets nothing of it change: give the claim another name (cipher-text-volume) together with the change, and a new volume is made beside the old one. The data in the bucket stays.';

/**
 * The encrypted model in an OSS bucket: a PersistentVolume of the OSS CSI driver, a PersistentVolumeClaim bound to it
 * by name, and the Secret with the access key.
 *
 * Kubernetes does not let a volume change: to move to another bucket, path or endpoint, to another Secret, or to other mount
 * options, give the claim another name too. A ConfigMap that is fixed says so before anything has changed. Then a new volume is made beside the old one. Deleting either leaves the data in the bucket.
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
      ...spread(p.volumeAttributes),
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
      secretProviderClass: p.secretProviderClass,
    };
    const claimName = named('claim-name', p.claimName, this);
    // unique in the cluster, where a-b and c would read as a and b-c do. What Kubernetes does not let change of a volume is
    // no part of the name: Helm cannot roll back an upgrade that failed after it had made a volume of another name
    const unique = hash(hashLength, [namespace, claimName]);
    const volumeName = named(
      'volume-name',
      composedName(text`${namespace}-${claimName}`, unique, {
        maxLength: maxSubdomainLength,
        endingLength: hashLength,
      }),
      this,
    );
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
    const source = jsonText({ attributes, secret: when(usesKey, secretName), storage });
    this.keepSource(identity, claimName, source);
    this.apiObject = this.claim;
    this.node.defaultChild = this.claim;
    this.claimName = claimName as string;
    this.volumeName = volumeName;
  }

  /**
   * What Kubernetes does not let change of the volume, in an object that every tool applies before the volume: its name is
   * in the refusal, and nothing has been changed yet.
   */
  private keepSource(identity: Identity, claimName: Input<string>, source: Input<string>): void {
    resource(this, {
      id: 'source',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity,
      component: 'model',
      // the hash keeps apart what a cut would make alike
      name: composedName(claimName, text`${hash(hashLength, claimName)}-${sourceRefusal}`, {
        maxLength: maxSubdomainLength,
        endingLength: hashLength + 1 + sourceRefusal.length,
      }),
      nameProp: 'claimName',
      annotations: { 'kubernetes.io/description': sourceExplanation },
      immutable: true,
      data: { source },
    });
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
