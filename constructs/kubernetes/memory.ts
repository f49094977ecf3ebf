import { Size } from 'cdk8s';
import { add, concat, cond, integer, isExpression, matches, multiply, replace, type Templated } from '../../helm';

/** What an amount of memory must look like here, so that amounts can be added in a template: a whole number of Mi, Gi or Ti. */
export const memoryPattern = '^[1-9][0-9]{0,6}(Mi|Gi|Ti)$';

/** An amount of memory as Kubernetes text. */
export function memoryText(amount: unknown): Templated<string> {
  if (amount instanceof Size) return `${amount.toMebibytes()}Mi`;
  return isExpression(amount) ? amount : String(amount);
}

function mebibytes(text: Templated<string>): Templated<number> {
  const unit = cond<Templated<number>>(
    matches('Ti$', text),
    1048576,
    cond<Templated<number>>(matches('Gi$', text), 1024, 1),
  );
  return multiply(integer(replace('[A-Za-z]+$', text, '')), unit);
}

/** The sum of amounts that have the form of {@link memoryPattern}. */
export function memorySum(...texts: Templated<string>[]): Templated<string> {
  return concat(add(...texts.map(mebibytes)), 'Mi');
}
