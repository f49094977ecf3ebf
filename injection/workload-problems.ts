import { define, showValue } from '../problems';
import { optionsAnnotation } from './names';

export const misplacedOptions = define<{ kind: string; target: string }>({
  code: 'CAI5302',
  name: 'misplaced-options',
  title: 'The options stand on the workload and not on its Pods',
  fix: `move the annotation "${optionsAnnotation}" to the metadata of the Pod template`,
  says: (where, { kind }) => `${where} is on the ${kind}, whose Pods do not get it and would run without protection`,
  advice: ({ target }) => `move it to ${target}`,
});

export const claimPerReplica = define<{ claim: string; nextClaim: string }>({
  code: 'CAI5303',
  name: 'claim-per-replica',
  title: 'The encrypted claim belongs to one replica of a StatefulSet, and there are several',
  fix: 'let all replicas read one claim, listed under volumes of the Pod template; or set replicas to 1',
  says: (where, { claim, nextClaim }) =>
    `${where} gives each replica a claim of its own: the options name ${showValue(claim)}, and the next replica, with ${showValue(nextClaim)}, would be refused`,
});

export const unknownTemplate = define<{ kind: string }>({
  code: 'CAI5304',
  name: 'unknown-template',
  severity: 'warning',
  title: 'A key of ours stands where no template of Pods is known to be',
  fix: 'put it into the metadata of a Pod template, an object with `metadata` and `spec.containers`; or check and inject the workload that the controller makes of the object',
  says: (where, { kind }) =>
    `${where}: which Pods come of this ${kind}, and whether they get the annotation, is not known here; they were neither checked nor injected`,
});
