import { components, sidecarNames } from '../../injection';
import { isMap } from '../../helm/values/coalesce';
import { showValue } from '../../problems';
import type { Description } from '../description/description';
import { amountOf } from './amounts';
import { failed, ok, type Finding } from './finding';
import type { ClusterObject } from './kubectl';

/** A container that a namespace is to take, and where its amounts are set. */
interface Container {
  readonly name: string;
  readonly key: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

type Amounts = Readonly<Record<string, unknown>>;
type Kind = 'requests' | 'limits';

/** A resource that every container must say something of, and who demands it. */
interface Demand {
  readonly kind: Kind;
  readonly resource: string;
  readonly by: string;
}

/**
 * What the quotas and limits of a namespace demand of every container, held against the containers that the charts and the
 * webhook make there: a Pod with one that says nothing is refused, as is one with too much.
 */
export function namespaceDemands(
  { vllm, webhook }: Pick<Description, 'vllm' | 'webhook'>,
  quotas: readonly ClusterObject[],
  limitRanges: readonly ClusterObject[],
): Finding[] {
  const containers = containersOf({ vllm, webhook });
  const items = limitRanges.flatMap(({ metadata, spec }) =>
    ((spec?.limits ?? []) as readonly LimitItem[])
      .filter(({ type }) => type === 'Container')
      .map((item) => ({ ...item, by: `LimitRange ${metadata?.name ?? ''}` })),
  );
  const defaults = { limits: laid(items, 'default'), requests: laid(items, 'defaultRequest') };
  const demands = [...quotas.flatMap(demandsOfQuota), ...items.flatMap(demandsOfMaximum)];
  return [
    ...demands.map((demand) => said(demand, containers, defaults)),
    ...items.flatMap((item) => [...bounds(item, 'max', containers), ...bounds(item, 'min', containers)]),
  ];
}

interface LimitItem {
  readonly type?: string;
  readonly default?: Amounts;
  readonly defaultRequest?: Amounts;
  readonly max?: Amounts;
  readonly min?: Amounts;
}

function laid(items: readonly LimitItem[], key: 'default' | 'defaultRequest'): Amounts {
  return Object.assign({}, ...items.map((item) => item[key] ?? {})) as Amounts;
}

const amounts = (value: unknown): Amounts => (isMap(value) ? value : {});

function containersOf({ vllm, webhook }: Pick<Description, 'vllm' | 'webhook'>): Container[] {
  const container = (name: string, key: string, resources: unknown): Container => {
    const { requests, limits } = amounts(resources);
    return { name, key, requests: amounts(requests), limits: amounts(limits) };
  };
  return [
    container('inference-service', 'vllm.resources', vllm.resources),
    ...components.map((name) =>
      container(sidecarNames[name], `webhook.sidecars.${name}.resources`, webhook.sidecars[name].resources),
    ),
    container('the test', 'vllm.test.resources', vllm.test.resources),
  ];
}

function demandsOfQuota({ metadata, spec }: ClusterObject): Demand[] {
  const by = `ResourceQuota ${metadata?.name ?? ''}`;
  return Object.keys(amounts(spec?.hard)).flatMap((key): Demand[] => {
    const [, kind = 'requests', resource = ''] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(key) ?? [];
    return resource === '' ? [] : [{ kind: kind as Kind, resource, by }];
  });
}

/** What has a maximum must have a limit. */
function demandsOfMaximum({ max, by }: LimitItem & { readonly by: string }): Demand[] {
  return Object.keys(max ?? {}).map((resource) => ({ kind: 'limits', resource, by }));
}

function said(
  { kind, resource, by }: Demand,
  containers: readonly Container[],
  defaults: Record<Kind, Amounts>,
): Finding {
  const check = `${by}, ${kind}.${resource}`;
  const needed = `${kind}.${resource} of every container`;
  const given = defaults[kind][resource] ?? (kind === 'requests' ? defaults.limits[resource] : undefined);
  // Kubernetes takes a limit for a request where there is none
  const says = ({ requests, limits }: Container): boolean =>
    resource in limits || (kind === 'requests' && resource in requests);
  const silent = containers.filter((container) => !says(container));
  if (silent.length === 0) return ok({ check, found: 'every container says it', needed });
  if (given !== undefined)
    return ok({ check, found: `${silent.length} containers get ${showValue(given)} by a LimitRange`, needed });
  return failed(
    { check, found: `not said by ${silent.map(({ name }) => name).join(', ')}`, needed },
    `set ${silent.map(({ key }) => `${key}.${kind}.${resource}`).join(', ')}; or give the namespace a LimitRange with a default`,
  );
}

function bounds(
  item: LimitItem & { readonly by: string },
  bound: 'max' | 'min',
  containers: readonly Container[],
): Finding[] {
  return Object.entries(item[bound] ?? {}).flatMap(([resource, amount]) => {
    const most = amountOf(amount);
    if (most === undefined) return [];
    const kind = bound === 'max' ? 'limits' : 'requests';
    const wrong = containers.filter((container) => {
      const own = amountOf(container[kind][resource]);
      return own !== undefined && (bound === 'max' ? own > most : own < most);
    });
    const check = `${item.by}, ${bound} ${resource}`;
    const needed = `${kind}.${resource} of every container ${bound === 'max' ? 'at most' : 'at least'} ${String(amount)}`;
    if (wrong.length === 0) return [ok({ check, found: 'every container keeps to it', needed })];
    const found = wrong.map(({ name, [kind]: own }) => `${name} has ${String(own[resource])}`).join(', ');
    return [
      failed(
        { check, found, needed },
        `change ${wrong.map(({ key }) => `${key}.${kind}.${resource}`).join(', ')}, or the LimitRange`,
      ),
    ];
  });
}
