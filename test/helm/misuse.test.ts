import { ApiObject, type Chart } from 'cdk8s';
import { z } from 'zod';
import {
  checksum,
  chartTemplates,
  concat,
  each,
  eq,
  fields,
  items,
  jsonText,
  named,
  all,
  spread,
  struct,
  asInputs,
  toJson,
  when,
  type ChartDefinition,
} from '../../helm';

const values = z.strictObject({
  text: z.string().default('a').meta({ description: 'A text.' }),
  maybe: z.string().optional().meta({ description: 'A text, perhaps.' }),
  on: z.boolean().default(false).meta({ description: 'A switch.' }),
  labels: z.record(z.string(), z.string()).default({}).meta({ description: 'Labels.' }),
  list: z
    .array(z.strictObject({ name: z.string(), note: z.string().optional() }))
    .default([])
    .meta({ description: 'A list.' }),
  whole: struct(z.strictObject({ a: z.string().optional() }))
    .optional()
    .meta({ description: 'A structure.' }),
});

type Values = z.infer<typeof values>;

function chartOf(build: (chart: Chart, v: ReturnType<typeof asInputs<Values>>) => void): ChartDefinition<Values> {
  return {
    name: 'misuse',
    version: '0.1.0',
    appVersion: '1',
    description: 'Mistakes.',
    kubeVersion: '>=1.30.0-0',
    values,
    build: (chart, given) => {
      build(chart, asInputs(given));
    },
  };
}

function configMap(chart: Chart, data: unknown, id = 'c'): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', data });
}

/** What the engine says when a chart with this data is written. */
function writing(data: (v: ReturnType<typeof asInputs<Values>>) => unknown): () => unknown {
  return () => chartTemplates(chartOf((chart, v) => configMap(chart, data(v))));
}

describe('a mistake in a chart is heard when the chart is written', () => {
  it.each<[string, (v: ReturnType<typeof asInputs<Values>>) => unknown, string]>([
    [
      'a reference in a JavaScript string',
      (v) => ({ a: `x${String(v.text)}` }),
      'cannot be used in a JavaScript string: use concat(...)',
    ],
    [
      'a reference added to a string',
      (v) => ({ a: 'x' + (v.text as string) }),
      'cannot be used in a JavaScript string: use concat(...)',
    ],
    ['JSON.stringify', (v) => ({ a: JSON.stringify({ text: v.text }) }), 'reached JSON.stringify'],
    [
      'a map spread by the language',
      (v) => ({ ...v.labels }),
      'cannot be copied key by key ({...x}, Object.entries): use spread(...)',
    ],
    ['Object.entries of a map', (v) => Object.fromEntries(Object.entries(v.labels)), 'cannot be copied key by key'],
    ['a text spread by the language', (v) => ({ ...(v.text as object) }), 'cannot be copied key by key'],
    [
      'an item outside of its each',
      (v) => {
        let escaped: unknown;
        const list = items(
          'x',
          each(v.list, (item) => {
            escaped = item.name;
            return item.name;
          }),
        );
        return { list, escaped };
      },
      'an item of each(...) is used outside of the function that was given it',
    ],
    [
      'an item in a named expression',
      (v) => ({ a: 'b', list: items(each(v.list, (item) => named('item', concat(item.name, 'x')))) }),
      'an item of each(...) is used outside',
    ],
    [
      'when as an operand',
      (v) => ({ a: concat('x', when(v.on, 'y')) }),
      'when(...) makes a field or a list item; it cannot be an operand. Use cond(...)',
    ],
    [
      'when in a comparison',
      (v) => ({ a: when(eq(when(v.on, 'y'), 'y'), 'z'), b: 'c' }),
      'when(...) makes a field or a list item',
    ],
    ['an optional value in JSON', (v) => ({ a: toJson({ maybe: v.maybe }) }), '"maybe" may be absent: use orElse(...)'],
    [
      'a map whose every field is conditional',
      (v) => ({ a: { b: v.maybe, c: when(v.on, 'd') } }),
      'every field of "a" may be absent: build it with fields({...})',
    ],
    [
      'a map made of nothing but a spread',
      (v) => ({ a: { ...spread(v.labels) } }),
      'every field of "a" may be absent: build it with fields({...})',
    ],
    [
      'a list whose items may all be absent',
      (v) => ({ a: items(each(v.list, (item) => item.note)) }),
      'every item may be absent',
    ],
    [
      'a list whose items may all be absent, by a test',
      (v) => ({ a: items(each(v.list, () => when(v.on, 'x'))) }),
      'every item may be absent',
    ],
    [
      'two maps spread into one',
      (v) => ({ a: 'b', ...spread(v.labels), ...spread(v.labels) }),
      'two spread(...) in one map',
    ],
    ['a list in a list', (v) => ({ a: [[v.text]] }), 'a list directly inside a list is not supported'],
    ['the checksum of a list', (v) => ({ a: checksum([v.text]) }), 'checksum(...) takes a map'],
    ['the JSON of a reference', (v) => ({ a: jsonText(v.labels) }), 'jsonText(...) takes a map'],
    ['the checksum of a reference', (v) => ({ a: checksum(v.labels) }), 'checksum(...) takes a map'],
    [
      'a checksum in an each',
      (v) => ({ a: 'b', list: items(each(v.list, (item) => checksum({ name: item.name }))) }),
      'checksum(...) inside each(...) is not supported',
    ],
  ])('%s', (_, data, message) => {
    expect(writing(data)).toThrow(message);
  });

  it('one name of a construct for two expressions', () => {
    const twice = chartOf((chart, v) => {
      configMap(chart, { a: named('same', concat(v.text, 'x'), chart), b: named('same', concat(v.text, 'y'), chart) });
    });
    expect(() => chartTemplates(twice)).toThrow('named("same", ...) stands for two different expressions');
  });

  it('but not where the same things are said rightly', () => {
    const right = writing((v) => ({
      text: concat('x', v.text),
      json: toJson({ text: v.text }),
      labels: fields({ ...spread(v.labels) }),
      list: items(
        'x',
        each(v.list, (item) => item.note),
      ),
      sum: checksum({ labels: v.labels }),
      document: jsonText({ list: items('x', all(v.list)) }),
      same: [named('same', concat(v.text, 'x')), named('same', concat(v.text, 'x'))],
      whole: v.whole,
    }));
    expect(right).not.toThrow();
  });
});
