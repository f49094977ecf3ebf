import { App, Chart } from 'cdk8s';
import { z } from 'zod';
import { asProps, opaque, opaqueText, problemsOf, props, settle, settleOrThrow } from '../../helm';

const shop = props(
  {
    name: z.string().default('corner').meta({ description: 'Its name.' }),
    guests: z.int().min(0).default(2).meta({ description: 'How many fit in.' }),
    program: opaqueText().optional().meta({ description: 'Text of a program.' }),
  },
  { interface: 'ShopProps', description: 'A shop.' },
);

const construct = (): Chart => new Chart(new App(), 'shop');

// U+0085, which no template can print
const nextLine = '\u0085';

test('what is no construct is told at once what is wrong', () => {
  expect(settleOrThrow(shop, { guests: 3 }, 'shop')).toEqual({ name: 'corner', guests: 3 });
  const wrong = (): unknown => settleOrThrow(shop, { guests: -1, nam: 'x' }, 'shop');
  expect(wrong).toThrow('CAI1005 out-of-range: shop.guests is -1; it must be at least 0');
  expect(wrong).toThrow('CAI1001 unknown-key: shop.nam is not a key; did you mean "name"?');
});

test('values that were checked before are not checked again: whoever passes literals so checks them', () => {
  const chart = construct();
  expect(settle(chart, shop, asProps({ guests: -1 }))).toEqual({ name: 'corner', guests: -1 });
  expect(problemsOf(chart)).toEqual([]);
  settle(chart, shop, { guests: -1 });
  expect(problemsOf(chart).map(({ code }) => code)).toEqual(['CAI1005']);
});

test('the text of a program may hold what a value may not', () => {
  const chart = construct();
  expect(settle(chart, shop, { program: nextLine })).toEqual({ name: 'corner', guests: 2, program: nextLine });
  expect(problemsOf(chart)).toEqual([]);
  const other = construct();
  settle(other, shop, { name: nextLine });
  expect(problemsOf(other).map(({ code, at }) => [code, at])).toEqual([['CAI1013', '/name']]);
});

test('without what only code can give there is nothing to build, and that is said', () => {
  const needy = props(
    { sign: opaque<object>('Sign', (one) => one instanceof Object) },
    { interface: 'NeedyProps', description: 'A shop.' },
  );
  expect(() => settle(construct(), needy, {})).toThrow('CAI1002 missing-key: sign has no value; it must be a Sign');
});

test.each([2n, Symbol('x'), () => 1])('what has no JSON is refused for its type', (guests) => {
  const chart = construct();
  expect(settle(chart, shop, { guests })).toEqual({ name: 'corner', guests: 2 });
  expect(problemsOf(chart).map(({ code, at }) => [code, at])).toEqual([['CAI1003', '/guests']]);
});

test.each(['corner', 5, [1]])('props that are no map are none: %j', (given) => {
  const chart = construct();
  expect(settle(chart, shop, given as never)).toEqual({ name: 'corner', guests: 2 });
  expect(problemsOf(chart).map(({ code, at }) => [code, at])).toEqual([['CAI1003', '']]);
});

test('a text of any form is a text', () => {
  expect(() => settle(construct(), shop, { program: 5 })).toThrow(
    'CAI1003 wrong-type: program is 5; it must be a string',
  );
});
