import { Size } from 'cdk8s';
import { add, cond, integer, isExpression, matches, multiply, replace, type Input, text } from '../../helm';

/** What an amount of memory must look like here, so that amounts can be added in a template: a whole number of Mi, Gi or Ti. */
export const memoryPattern = '^[1-9][0-9]{0,6}(Mi|Gi|Ti)$';

/** An amount of memory as Kubernetes text. */
export function memoryText(amount: unknown): Input<string> {
  if (amount instanceof Size) return `${amount.toMebibytes()}Mi`;
  return isExpression(amount) ? amount : String(amount);
}

function mebibytes(amount: Input<string>): Input<number> {
  const unit = cond<Input<number>>(
    matches('Ti$', amount),
    1048576,
    cond<Input<number>>(matches('Gi$', amount), 1024, 1),
  );
  return multiply(integer(replace('[A-Za-z]+$', amount, '')), unit);
}

/** The sum of amounts that have the form of {@link memoryPattern}. */
export function memorySum(...texts: Input<string>[]): Input<string> {
  return text`${add(...texts.map(mebibytes))}Mi`;
}
