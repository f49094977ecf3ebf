import { spawnSync } from 'node:child_process';
import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { Container } from '../../../injection/json/json-object';
import { sidecarsFor } from '../../../injection/sidecars';
import { kubernetesExpansion } from '../../support/kubernetes-expansion';
import { examplePlan, exampleTemplates } from './example-plan';

const scriptsOf = (plan: InjectionPlan): (readonly [name: string, script: string])[] =>
  sidecarsFor(plan, exampleTemplates).map(({ name, command }) => [name, (command as string[])[2] ?? '']);

const probesOf = (container: Container): string[] =>
  JSON.stringify([container['startupProbe'], container['readinessProbe']]).match(/"\/bin\/sh","-c",".*?(?<!\\)"/gu) ??
  [];

describe.each(scriptsOf(examplePlan))('the script of %s', (_name, script) => {
  test('is one that a POSIX shell can read', () => {
    const { status, stderr } = spawnSync('/bin/sh', ['-n', '-c', script], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('passes Kubernetes unchanged, whatever the environment holds', () => {
    const words = new Map((script.match(/\w+/gu) ?? []).map((word) => [word, 'EXPANDED']));
    expect(kubernetesExpansion(script, words)).toBe(script);
    expect(script).not.toContain('$$');
    expect(script).not.toMatch(/\$\([A-Za-z_][\w.-]*\)/u);
  });

  test('is free of what only bash knows', () => {
    expect(script).not.toMatch(
      /\[\[|\(\(\w+[+-]{2}|\bfunction\b|\blocal\b|\bdeclare\b|<<<|&>|\bsource\b|\$'|\$RANDOM|==/u,
    );
    expect(script).not.toMatch(/\bset -\w*[xv]|\beval\b/u);
  });

  test('ends with a line end and has no line of more than 120 characters', () => {
    expect(script.endsWith('\n')).toBe(true);
    expect(script.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});

test('nothing that a user writes gets into a script', () => {
  const { options } = examplePlan;
  const other: InjectionPlan = {
    ...examplePlan,
    options: {
      ...options,
      modelDecryptionKeyId: 'kbs:///x/y/$(id)',
      trusteeAddress: 'https://"; reboot;',
      versionSet: 'B',
    },
    plaintextVolumes: [{ name: 'cai-plaintext-0', cipherVolume: 'other' }],
    securedPorts: [{ port: 1, listenPort: 2, directForward: ['^/`id`$'] }],
    controlPort: 3,
  };
  expect(scriptsOf(other)).toEqual(scriptsOf(examplePlan));
});

test('Kubernetes replaces names that it knows, and doubled signs', () => {
  const variables = new Map([['NAME', 'value']]);
  expect(kubernetesExpansion('$(NAME) $$(NAME) $(OTHER) $NAME $( $', variables)).toBe(
    'value $(NAME) $(OTHER) $NAME $( $',
  );
});

test('probes pass Kubernetes unchanged', () => {
  const texts = sidecarsFor(examplePlan, exampleTemplates).flatMap(probesOf);
  // AA and CDH have a startup probe with a shell, cachefs has two probes, TNG is asked by HTTP
  expect(texts).toHaveLength(4);
  for (const text of texts) {
    expect(text).not.toContain('$$');
    expect(text).not.toMatch(/\$\(/u);
  }
});
