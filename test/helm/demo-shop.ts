import { ApiObject, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  spread,
  add,
  and,
  checksum,
  concat,
  cond,
  each,
  eq,
  field,
  fields,
  fromJson,
  gt,
  hasField,
  hash,
  isMap,
  isSet,
  isString,
  items,
  join,
  jsonText,
  keysBeside,
  withPropsPath,
  matches,
  multiply,
  named,
  ne,
  nonEmpty,
  not,
  omit,
  or,
  orElse,
  addRule,
  addRuleForEach,
  replace,
  resourceEach,
  resourceWhen,
  asInputs,
  toJson,
  trimSuffix,
  when,
  type ReleaseContext,
  define,
  type Input,
} from '../../helm';
import { podSpec, script } from './demo-pod';
import type { DemoValues } from './demo-values';

type Shelf = DemoValues['shelves'][number];

export const shop = {
  noKey: define({ code: 'SHOP1001', name: 'key-twice', title: 'Two payment keys.', fix: 'give one of them' }),
  noShelf: define({
    code: 'SHOP1002',
    name: 'wide-shelf',
    title: 'A shelf wider than the shop.',
    fix: 'make it narrower',
  }),
  catalogue: define({
    code: 'SHOP1003',
    name: 'unreadable-catalogue',
    title: 'A catalogue that is no JSON object.',
    fix: 'correct it',
  }),
};

/** A reference where cdk8s wants a text. */
export function text(value: Input<string>): string {
  return value as string;
}

export function fullName(values: DemoValues, release: ReleaseContext): Input<string> {
  const v = asInputs(values);
  return named(
    'fullname',
    concat(release.name, '-', v.currency, cond(eq(v.storeName, 'Corner shop'), '', concat('-', hash(6, v.storeName)))),
  );
}

/** Everything that a shop consists of. */
export class Shop extends Construct {
  private readonly labels: Record<string, unknown>;

  public constructor(
    chart: Chart,
    id: string,
    private readonly values: DemoValues,
    private readonly release: ReleaseContext,
  ) {
    super(chart, id);
    this.labels = { ...spread(values.labels), 'app.kubernetes.io/component': id };
    this.settings();
    this.deployment();
    this.door();
    this.shelves();
    this.rules();
  }

  private metadata(name: Input<string>, more: Record<string, unknown> = {}) {
    return { name: text(name), labels: this.labels as Record<string, string>, ...more };
  }

  private settings(): void {
    const v = asInputs(this.values);
    const odd = v.checkout['odd.keys'];
    new ApiObject(this, 'settings', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: this.metadata(concat(fullName(this.values, this.release), '-settings')),
      data: {
        ...spread(v.theme),
        name: v.storeName,
        motto: v.motto,
        greeting: v.greeting,
        'open.sh': script,
        '{{ key }}': 'literal',
        yes: 'no',
        '0755': '1e3',
        empty: '',
        'back-off': concat('x', odd['back-off.base']),
        'note.to-self': when(isSet(odd['note to self']), () => odd['note to self']),
        json: toJson({
          tax: v.taxRate,
          theme: v.theme,
          items: [v.checkout['max-items'], 'and', v.debug],
          deep: { port: v.checkout.targetPort },
        }),
        plan: jsonText({
          motto: v.motto,
          shelves: items(
            when(v.debug, { name: v.storeName }),
            each(v.shelves, ({ name }) => ({ name, tax: v.taxRate })),
          ),
          port: v.checkout.port,
          open: fields({ at: when(v.debug, 9) }),
        }),
        banners: join(', ', v.banners),
        language: orElse(v.language, 'any'),
        settled: cond(or(v.debug, gt(v.taxRate, 0.5)), 'yes', 'no'),
        opened: cond(and(not(v.debug), ne(v.currency, 'eur'), not(isSet(v.motto))), 'yes', 'no'),
        shout: replace('[aeiou{}]+', v.storeName, '$1'),
        trimmed: trimSuffix('op', v.storeName),
        article: when(and(isMap(v.catalogue), hasField(v.catalogue, 'apples')), () =>
          toJson(field(v.catalogue, 'apples')),
        ),
        catalogue: when(
          isString(v.catalogue),
          v.catalogue,
          when(isMap(v.catalogue), () => toJson(v.catalogue), 'none'),
        ),
        others: when(nonEmpty(keysBeside(v.theme, ['name', 'motto'])), () =>
          join(',', keysBeside(v.theme, ['name', 'motto'])),
        ),
        ...Object.fromEntries(['a', 'b'].map((key) => [`stock-${key}`, when(isSet(v.stock), () => toJson(v.stock))])),
      },
    });
    resourceWhen(isSet(v.payment.apiKey), () => this.secret());
  }

  private secret(): ApiObject {
    const v = asInputs(this.values);
    return new ApiObject(this, 'secret', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: this.metadata('shop-key'),
      stringData: { user: 'shop', 'api-key': v.payment.apiKey },
      immutable: true,
    });
  }

  private deployment(): void {
    const v = asInputs(this.values);
    const summed = { name: v.storeName, theme: v.theme, motto: v.motto, max: v.checkout['max-items'], tax: v.taxRate };
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.metadata(fullName(this.values, this.release), {
        annotations: { motto: text(v.motto as Input<string>), sum: when(v.debug, () => checksum(summed)) },
      }),
      spec: {
        replicas: v.replicas,
        selector: { matchLabels: { 'app.kubernetes.io/component': 'web' } },
        minReadySeconds: cond(
          gt(v.replicas, v.checkout.port),
          multiply(v.replicas, 2),
          add(v.replicas, v.checkout.port, 1),
        ),
        paused: v.maintenance,
        surge: v.spareReplicas,
        twice: named('twice', multiply(v.replicas, 2)),
        lively: named('lively', and(v.debug, gt(v.replicas, 0))),
        theme: named('theme', omit(v.theme, 'secret')),
        others: named('others', keysBeside(v.theme, ['secret'])),
        rate: named('rate', v.taxRate),
        port: named('port', v.checkout.targetPort),
        saying: named('motto', v.motto),
        template: {
          metadata: {
            labels: { ...this.labels },
            annotations: fields({ sum: checksum(summed), motto: when(v.debug, v.motto) }),
          },
          spec: podSpec(this.values),
        },
      },
    });
  }

  private door(): void {
    const v = asInputs(this.values);
    new ApiObject(this, 'door', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.metadata(fullName(this.values, this.release), { annotations: { ...spread(v.theme) } }),
      spec: { ports: [{ port: v.checkout.port, targetPort: v.checkout.targetPort }], selector: { ...this.labels } },
    });
  }

  private shelves(): void {
    resourceEach<Shelf, Construct>(asInputs(this.values).shelves, (given, key) => {
      const shelf = asInputs(given);
      const group = new Construct(this, `shelf-${key}`);
      const metadata = (kind: string) => ({
        name: text(concat('shelf-', shelf.name, kind)),
        labels: { 'app.kubernetes.io/component': 'shelf' },
      });
      new ApiObject(group, 'shelf', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata(''),
        data: { note: shelf.note, tags: toJson(shelf.tags), shop: this.values.storeName },
      });
      resourceWhen(
        not(orElse<Input<boolean>>(shelf.hidden, false)),
        () =>
          new ApiObject(group, 'view', {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: metadata('-view'),
            spec: {
              type: 'ClusterIP',
              ports: items(each(shelf.bins, (bin) => ({ name: bin.label, port: shelf.width }))),
            },
          }),
      );
      return group;
    });
  }

  private rules(): void {
    const v = asInputs(this.values);
    const payment = withPropsPath(new Construct(this, 'payment'), 'payment');
    addRule(payment, {
      kind: shop.noKey,
      path: 'apiKey',
      failsWhen: and(isSet(v.payment.apiKey), isSet(v.payment.existingSecret)),
      message: concat('has no use beside existingSecret ', toJson(v.payment.existingSecret), '. Give one of them'),
    });
    addRule(this, {
      kind: shop.catalogue,
      path: 'catalogue',
      failsWhen: and(
        isString(v.catalogue),
        or(matches('^\\s*\\[', v.catalogue), hasField(fromJson(v.catalogue as Input<string>), 'Error')),
      ),
      message: 'is no JSON object',
    });
    addRuleForEach(this, v.shelves, (shelf) => [
      {
        kind: shop.noShelf,
        path: 'shelves',
        failsWhen: gt(shelf.width, 350),
        message: concat('has "', shelf.name, '", ', shelf.width, ' cm wide'),
      },
    ]);
  }
}
