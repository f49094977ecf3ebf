import type { Construct } from 'constructs';
import { inputProblems, pointerOfDotted } from '../../problems';
import { addRule, and, count, gt, isExpression, isSet, matches, not, pattern, report, searches } from '../../helm';
import type { Input, Rule } from '../../helm';
import {
  authoritiesPattern,
  authoritiesRule,
  authorityProblems,
  maxAuthoritiesLength,
  privateKeyPattern,
  readAuthorities,
} from '../../injection';

const form = pattern('pem-certificates', 'certificates in PEM form, and comments', authoritiesPattern);
const privateKey = pattern('private-key', 'the begin of a private key in PEM form', privateKeyPattern);

// never the text itself: whoever pastes a certificate may have pasted its key
const mustBe = `is the value given (not shown); it must be ${authoritiesRule}`;

/**
 * What a template can see of certificates in PEM form. What is in them it cannot.
 *
 * @param given whether there is a text
 */
export function certificateTextRules(path: string, given: Input<boolean>, value: Input<string>): Rule[] {
  const isKey = searches(privateKey, value);
  const tooLong = gt(count(value), maxAuthoritiesLength);
  const { privateKeyGiven } = authorityProblems;
  return [
    {
      kind: privateKeyGiven,
      path,
      failsWhen: and(given, isKey),
      message: `holds a private key (not shown); ${privateKeyGiven.fix}`,
    },
    { kind: inputProblems.range, path, failsWhen: and(given, not(isKey), tooLong), message: mustBe },
    {
      kind: inputProblems.pattern,
      path,
      failsWhen: and(given, not(isKey), not(tooLong), not(matches(form, value))),
      message: mustBe,
    },
  ];
}

/** Refuses what are no authorities: a text that is known is read as the webhook reads it. */
export function refuseAuthorities(construct: Construct, path: string, value: Input<string> | undefined): void {
  if (value === undefined || value === '') return;
  if (isExpression(value)) {
    for (const rule of certificateTextRules(path, isSet(value), value)) addRule(construct, rule);
    return;
  }
  const found: Parameters<typeof readAuthorities>[2] = [];
  readAuthorities(value, pointerOfDotted(path), found, { notation: 'dotted' });
  for (const problem of found) report(construct, problem);
}
