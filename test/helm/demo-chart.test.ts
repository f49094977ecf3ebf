import { join } from 'node:path';
import { chartFiles, chartTemplates, readValues, synthManifests, valuePaths } from '../../helm';
import { expectGoldenFolder } from '../support/golden';
import { helmLint, helmTemplate, printed, release } from '../support/helm-binary';
import { parseRendered, sameObjects, sorted, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';
import { demoValues } from './demo-values';

const files = chartFiles(demo);
const keys = new Set(valuePaths(demoValues).map((path) => path.split('.').at(-1)));

/** values.yaml with the keys that it shows commented out. */
function withExamples(valuesFile: string): string {
  const blocks = valuesFile.split('\n\n').map((block) => {
    const lines = block.split('\n');
    const start = lines.findIndex((line) => keys.has(/^ *# ([-\w]+):/.exec(line)?.[1]));
    return lines.map((line, at) => (start >= 0 && at >= start ? line.replace('# ', '') : line)).join('\n');
  });
  return blocks.join('\n\n').replace(/ \{\}\n(?= +#)/g, '\n');
}

const chart = chartFolder(files);

describe('the chart of the shop', () => {
  it('has the files that are committed', () => {
    expectGoldenFolder('helm-demo', files);
  });

  it('passes helm lint --strict', async () => {
    const { code, stdout } = await helmLint(chart);
    expect(stdout).toContain('0 chart(s) failed');
    expect(code).toBe(0);
  });

  it('shows in values.yaml what holds without it', async () => {
    const shown = join(chart, 'values.yaml');
    const printedWith = await printed(helmTemplate(chart, '-f', shown));
    expect(printedWith).toBe(await printed(helmTemplate(chart)));
  });

  it('accepts every example of values.yaml', async () => {
    const examples = withExamples(files.get('values.yaml') ?? '');
    expect(examples).toMatch(/^motto: "Fresh every day"$/m);
    const given = readValues(examples, 'values.yaml');
    expect(given.payment).toEqual({ apiKey: 'a-secret-key', existingSecret: 'shop-key' });
    given.payment = { existingSecret: 'shop-key' };
    const file = writeValues(join(scratchFolder(), 'values.json'), given);
    sameObjects(
      parseRendered(await printed(helmTemplate(chart, '--skip-tests', '-f', file))),
      synthManifests(demo, given, release).objects,
    );
  });

  it('reads every value that it declares', () => {
    expect([...chartTemplates(demo).valuesRead].sort()).toEqual(expect.arrayContaining(valuePaths(demoValues).sort()));
  });

  it('writes a text that has line and paragraph separators so that Go reads it back', async () => {
    const theme = { separators: 'a\u2028b\u2029c' };
    const reading =
      '{{ dict "theme" (toYaml .Values.theme | fromYaml) "store" (printf "k: %s" (quote .Values.storeName) | fromYaml) | toJson }}';
    const reader = chartFolder(new Map([...files, ['templates/read-back.yaml', reading]]));
    const values = writeValues(join(scratchFolder(), 'values.json'), { theme, storeName: theme.separators });
    const [read] = sorted(
      parseRendered(await printed(helmTemplate(reader, '-s', 'templates/read-back.yaml', '-f', values))),
    );
    expect(read).toEqual({ theme, store: { k: theme.separators } });
  });
});
