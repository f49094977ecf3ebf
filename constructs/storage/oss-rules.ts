import type { Construct } from 'constructs';
import { inputProblems, type ProblemKind } from '../../problems';
import {
  and,
  eq,
  isSet,
  join,
  keysBeside,
  lowerCase,
  matches,
  not,
  or,
  addRule,
  pattern,
  replace,
  toJson,
  type Input,
  text,
} from '../../helm';
import { placeholder, placeholderMessage } from '../options/patterns';
import { constructProblems as problems } from '../problems';
import type { OssInputs } from './schema';

type Props = OssInputs;

// each option after an -o of its own, as the driver splits them
const otherOptsPattern = '^-o +[^ ]+( +-o +[^ ]+)*$';

/** Refuses what the OSS driver would only report on a node, or would silently take for something else. */
export function refuseOssMistakes(volume: Construct, p: Props): void {
  refusePlaceholders(volume, p);
  refuseAddressMistakes(volume, p);
  refuseCredentialMistakes(volume, p);
  refuseRoleMistakes(volume, p);
  refuseOwnAttributes(volume, p);
}

type Refusal = [kind: ProblemKind, path: string, failsWhen: Input<boolean>, message: Input<string>];

function refuseAll(volume: Construct, refusals: Refusal[]): void {
  for (const [kind, path, failsWhen, message] of refusals) addRule(volume, { kind, path, failsWhen, message });
}

const isPlaceholder = (value: unknown): Input<boolean> => and(isSet(value), matches(placeholder, value));

function refusePlaceholders(volume: Construct, p: Props): void {
  for (const key of [
    'bucket',
    'path',
    'url',
    'akId',
    'akSecret',
    'roleName',
    'roleArn',
    'oidcProviderArn',
    'otherOpts',
    'secretProviderClass',
  ] as const) {
    refuseAll(volume, [[inputProblems.placeholder, key, isPlaceholder(p[key]), placeholderMessage()]]);
  }
}

function refuseAddressMistakes(volume: Construct, p: Props): void {
  const firstLabel = replace('^https?://|[./].*$', p.url, '');
  // as the driver finds it out: which names an endpoint may have, it does not know either
  const namesBucket = and(eq(firstLabel, p.bucket), matches('[.][^.]*[.][^.]*[.]', p.url));
  const noEndpoint = not(matches('^(https?://)?[A-Za-z0-9.-]+(:[0-9]+)?/?$', p.url));
  refuseAll(volume, [
    [
      problems.ossPath,
      'path',
      not(matches('^/', p.path)),
      text`is ${toJson(p.path)}; it must begin with a slash, as in "/qwen2.5-3b-gocryptfs/"`,
    ],
    [
      problems.ossUrl,
      'url',
      and(not(isPlaceholder(p.url)), noEndpoint),
      text`is ${toJson(p.url)}; write the endpoint, a host with or without https:// before it, as in "https://oss-cn-beijing-internal.aliyuncs.com"`,
    ],
    [
      problems.ossUrl,
      'url',
      and(not(isPlaceholder(p.url)), namesBucket),
      text`is ${toJson(p.url)}, the domain of a bucket; write the endpoint alone, as in "https://oss-cn-beijing-internal.aliyuncs.com"`,
    ],
    [
      problems.ossOptions,
      'otherOpts',
      and(isSet(p.otherOpts), not(matches(otherOptsPattern, p.otherOpts))),
      text`is ${toJson(p.otherOpts)}; write every option after an -o of its own, as in "-o umask=022 -o allow_other"`,
    ],
  ]);
}

function refuseCredentialMistakes(volume: Construct, p: Props): void {
  const { authType } = p;
  const usesKey = eq(authType, 'ak');
  const existing = p.existingSecret;
  const anyKey = or(isSet(p.akId), isSet(p.akSecret), isSet(existing));
  refuseAll(volume, [
    [
      problems.ossKeyPair,
      'akSecret',
      and(isSet(p.akId), not(isSet(p.akSecret))),
      'is not set though akId is; give both or neither',
    ],
    [
      problems.ossKeyPair,
      'akId',
      and(isSet(p.akSecret), not(isSet(p.akId))),
      'is not set though akSecret is; give both or neither',
    ],
    [
      problems.ossCredentials,
      'akId',
      and(usesKey, not(anyKey)),
      'is not set; give akId and akSecret, or existingSecret, or set authType to "rrsa", "sts", "csi-secret-store" or "public"',
    ],
    [
      problems.ossCredentials,
      'existingSecret',
      and(isSet(existing), or(isSet(p.akId), isSet(p.akSecret))),
      'is set beside akId or akSecret; give one of the two',
    ],
    [
      problems.ossUnusedCredentials,
      'authType',
      and(not(usesKey), anyKey),
      text`is ${toJson(authType)}, which uses no access key; remove akId, akSecret and existingSecret`,
    ],
    [
      problems.ossAuthType,
      'authType',
      and(matches('^(public|csi-secret-store|agent-identity)$', authType), eq(p.fuseType, 'ossfs2')),
      text`is ${toJson(authType)}, which ossfs2 cannot do; set fuseType to "ossfs"`,
    ],
  ]);
}

function refuseRoleMistakes(volume: Construct, p: Props): void {
  const isRrsa = eq(p.authType, 'rrsa');
  const usesStore = eq(p.authType, 'csi-secret-store');
  const anyArn = or(isSet(p.roleArn), isSet(p.oidcProviderArn));
  const anyRole = or(isSet(p.roleName), anyArn);
  refuseAll(volume, [
    [
      problems.ossRole,
      'roleName',
      and(isRrsa, not(anyRole)),
      'is not set; authType "rrsa" needs roleName, or roleArn and oidcProviderArn',
    ],
    [
      problems.ossRole,
      'oidcProviderArn',
      and(isSet(p.roleArn), not(isSet(p.oidcProviderArn))),
      'is not set though roleArn is; give both',
    ],
    [
      problems.ossRole,
      'roleArn',
      and(isSet(p.oidcProviderArn), not(isSet(p.roleArn))),
      'is not set though oidcProviderArn is; give both',
    ],
    [
      problems.ossUnusedCredentials,
      'roleName',
      and(not(isRrsa), anyRole, not(and(eq(p.authType, 'sts'), not(anyArn)))),
      'or an ARN is set, which only authType "rrsa" uses, and "sts" the name; remove it or set authType to "rrsa"',
    ],
    [
      problems.ossRole,
      'secretProviderClass',
      and(usesStore, not(isSet(p.secretProviderClass))),
      'is not set; authType "csi-secret-store" needs it',
    ],
    [
      problems.ossUnusedCredentials,
      'secretProviderClass',
      and(not(usesStore), isSet(p.secretProviderClass)),
      'is set, which only authType "csi-secret-store" uses; remove it or set authType to "csi-secret-store"',
    ],
  ]);
}

/** The attributes that props of their own decide. The driver does not tell upper case from lower. */
const ownAttributes = [
  'authType',
  'bucket',
  'fuseType',
  'oidcProviderArn',
  'otherOpts',
  'path',
  'ramRole',
  'roleArn',
  'roleName',
  'secretProviderClass',
  'url',
];

function refuseOwnAttributes(volume: Construct, p: Props): void {
  const own = pattern(
    'own-attributes',
    'an attribute of the OSS driver that a key of its own decides',
    `(^| )(${ownAttributes.join('|').toLowerCase()})( |$)`,
  );
  refuseAll(volume, [
    [
      problems.ossAttributes,
      'volumeAttributes',
      matches(own, lowerCase(join(' ', keysBeside(p.volumeAttributes, [])))),
      `has an attribute that a key of its own decides (${ownAttributes.join(', ')}); remove it and set that key`,
    ],
  ]);
}
