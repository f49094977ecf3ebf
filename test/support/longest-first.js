'use strict';
// jest begins with the test files that took longest, once it knows them. Where it knows nothing, in a fresh clone, it goes by
// their size, and the longest of all, which are short files that start Helm often, come last and run alone at the end.
const { default: Sequencer } = require('@jest/test-sequencer');

const longest = ['charts/law', 'charts/verdict', 'docs', 'example-app', 'webhook/rotation', 'cli/inject', 'helm/law'];

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if ([...tests].some(({ duration }) => typeof duration === 'number')) return sorted;
    const rank = ({ path }) => longest.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
    const known = sorted.filter((test) => rank(test) >= 0).sort((a, b) => rank(a) - rank(b));
    return [...known, ...sorted.filter((test) => rank(test) < 0)];
  }
};
