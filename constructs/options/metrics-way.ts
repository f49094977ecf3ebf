import type { Construct } from 'constructs';
import {
  addRule,
  addRuleForEach,
  and,
  cond,
  eq,
  field,
  hasField,
  isList,
  isMap,
  join,
  nonEmpty,
  not,
  searches,
  toJson,
  type Input,
} from '../../helm';
import { securePortKeys } from '../../injection';
import { constructProblems } from '../problems';
import { optionsOf } from './option-rules';

const portsKey = 'tng-http-secure-ports';

/**
 * Refuses that something reads metrics over plain HTTP where TNG secures the port and lets no request for them through.
 *
 * @param given whether something reads them
 * @param port where they are
 */
export function refuseHiddenMetrics(
  construct: Construct,
  json: Input<string>,
  given: Input<boolean>,
  port: number,
): void {
  const options = optionsOf(json);
  const readable = and(given, not(hasField(options, 'Error')));
  const ports = field(options, portsKey, 'list');
  const rule = {
    kind: constructProblems.metricsBehindTng,
    path: `caiOptions.${portsKey}`,
    isSelfGuarded: true,
    message: `lets no request for /metrics pass TNG, and serviceMonitor or a metric of the autoscaler reads them; write "${portsKey}": [{"port": ${port}, "allow-insecure-request-regexes": ["^/metrics$"]}]`,
  };
  // no list means every port
  addRule(construct, { ...rule, failsWhen: and(readable, not(hasField(options, portsKey))) });
  const list = cond<Input<unknown>>(and(readable, isList(ports)), ports, []) as Input<unknown[]>;
  addRuleForEach<unknown>(construct, list, (entry) => {
    const [portKey, regexesKey] = securePortKeys;
    const regexes = field(entry, regexesKey, 'list');
    const passes = and(isList(regexes), nonEmpty(regexes), searches(join('|', regexes), '/metrics'));
    const failsWhen = and(isMap(entry), eq(toJson(field(entry, portKey)), String(port)), not(passes));
    return [{ ...rule, failsWhen }];
  });
}
