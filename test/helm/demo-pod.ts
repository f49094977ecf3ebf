import {
  add,
  concat,
  count,
  each,
  fields,
  gt,
  isSet,
  items,
  or,
  spread,
  all,
  asInputs,
  omitEmpty,
  when,
  type Input,
} from '../../helm';
import type { DemoValues } from './demo-values';

type Shelf = DemoValues['shelves'][number];

export const script = `#!/bin/sh
# opens the shop
for shelf in /shelves/*; do
  printf '%s {{ not a template }} {{- nor this -}}\\n' "$shelf"
done

	exec "$@" }}
`;

/** The Pods of the shop. */
export function podSpec(values: DemoValues): Record<string, unknown> {
  const v = asInputs(values);
  return {
    nodeSelector: omitEmpty(v.nodeSelector),
    tolerations: items({ key: 'shop' }, all(v.tolerations)),
    onlyTolerations: items(all(v.tolerations)),
    securityContext: v.securityContext,
    drain: v.checkout.drain,
    limits: fields({ spare: v.spareReplicas, inner: fields({ drain: when(v.debug, 1) }) }),
    always: { motto: v.motto, inner: { yes: true, nothing: null } },
    choice: when(
      v.debug,
      { kind: 'debug', level: 9, on: v.taxRate },
      { kind: 'plain', labels: fields({ ...spread(v.labels) }) },
    ),
    listOrText: when<unknown>(v.debug, ['a', v.storeName], 'none'),
    containers: items(
      {
        name: 'shop',
        command: ['sh', '-c', script],
        args: items(
          '--port',
          concat('--tax=', v.taxRate),
          when(v.debug, '--debug', '--quiet'),
          v.motto,
          each(v.banners, (banner) => banner),
          '--',
        ),
        banners: items(each(v.banners, (banner) => concat('<', banner, '>'))),
        ports: [{ containerPort: v.checkout.port, name: 'http' }, { containerPort: 9000 }],
        env: items(
          { name: 'PORT', value: concat(v.checkout.port) },
          when(isSet(v.motto), { name: 'MOTTO', value: v.motto }, { name: 'SILENT', value: '1' }),
          when(v.debug, () => ({ name: 'LONG', value: concat('{{', v.storeName, '}}', '%d') })),
        ),
        settings: omitEmpty(v.theme),
        overridden: fields({ ...spread(v.theme), motto: v.motto, key: when(v.debug, 'x') }),
        empty: {},
        none: [],
        everyBin: items(
          'all',
          each(v.shelves, (shelf) => each(shelf.bins, (bin) => bin.label)),
        ),
        someShelves: items(
          'some',
          each(v.shelves, (shelf) => when<unknown>(gt(shelf.width, 100), { shelf: shelf.name }, shelf.note)),
        ),
        count: add(count(v.shelves), count(v.banners)),
      },
      when(or(v.debug, isSet(v.payment.apiKey)), () => ({
        name: 'watch',
        optional: fields({ key: v.payment.apiKey }),
      })),
      each(v.shelves, (shelf) => shelfContainer(shelf, values)),
    ),
  };
}

function shelfContainer(shelf: Input<Shelf>, values: DemoValues): Record<string, unknown> {
  return {
    name: concat('shelf-', shelf.name),
    width: shelf.width,
    height: shelf.height,
    note: shelf.note,
    bestBefore: shelf['best-before'],
    wide: gt(shelf.width, 200),
    tags: shelf.tags,
    bins: items(
      each(shelf.bins, (bin) => ({
        label: concat(shelf.name, '/', bin.label),
        count: bin.count,
        debug: when(asInputs(values).debug, bin.label),
      })),
    ),
    limits: fields({
      hidden: shelf.hidden,
      all: when(isSet(shelf.note), () => concat(shelf.note, values.storeName)),
    }),
  };
}
