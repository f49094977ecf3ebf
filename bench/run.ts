// npm run bench [-- NAME]: the benchmark of that name, or synth, which needs only Node.js and is quick
const benchmarks: Readonly<Record<string, () => Promise<unknown>>> = {
  synth: () => import('./synth'),
  webhook: () => import('./webhook'),
  'model-encrypt': () => import('./model-encrypt'),
};

const [name = 'synth'] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark) void benchmark();
else {
  console.error(`there is no benchmark ${name}; there are: ${Object.keys(benchmarks).join(', ')}`);
  process.exitCode = 2;
}
