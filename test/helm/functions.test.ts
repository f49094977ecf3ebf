import { ApiObject } from 'cdk8s';
import * as fc from 'fast-check';
import { join as path } from 'node:path';
import type { z } from 'zod';
import { chartFiles, synthManifests, asInputs, toJson, type ChartDefinition, type Manifest } from '../../helm';
import { functions } from '../../helm/functions';
import { valuesFor } from '../support/arbitrary-values';
import { helmTemplate, printed, release } from '../support/helm-binary';
import { parseRendered, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { phrases, wordsSchema, type Phrase } from './phrases';

const folder = scratchFolder();

/** A chart whose one ConfigMap holds the results of many expressions. */
function chartOf(said: readonly Phrase[]): ChartDefinition<z.infer<typeof wordsSchema>> {
  return {
    name: 'words',
    version: '0.1.0',
    appVersion: '1',
    description: 'What the language computes.',
    kubeVersion: '>=1.30.0-0',
    values: wordsSchema,
    build: (chart, values) => {
      const v = asInputs(values);
      const entries = said.map(({ say }, index) => [`r${index}`, toJson(say(v))]);
      new ApiObject(chart, 'results', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'results' },
        data: Object.fromEntries(entries) as object,
      });
    },
  };
}

function results(said: readonly Phrase[], [object]: readonly Manifest[]): string[] {
  const data = object?.data as Record<string, string>;
  return said.map(({ shown }, index) => `${shown} = ${data[`r${index}`]}`);
}

describe('what raw synth computes is what Helm computes', () => {
  it('holds for random expressions on random values', async () => {
    const used = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(phrases, { minLength: 150, maxLength: 150, size: 'max' }),
        valuesFor(wordsSchema),
        async (said, values) => {
          for (const phrase of said) phrase.uses.forEach((name) => used.add(name));
          const definition = chartOf(said);
          const file = writeValues(path(folder, 'values.yaml'), values);
          const output = await printed(helmTemplate(chartFolder(chartFiles(definition)), '-f', file));
          expect(results(said, parseRendered(output))).toEqual(
            results(said, synthManifests(definition, values, release).objects),
          );
        },
      ),
      { numRuns: 30, endOnFailure: true },
    );
    expect([...used].sort()).toEqual(Object.keys(functions).sort());
  });
});
