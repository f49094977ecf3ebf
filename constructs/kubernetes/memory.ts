import { add, cond, integer, matches, multiply, replace, type Input, text } from '../../helm';

function mebibytes(amount: Input<string>): Input<number> {
  const unit = cond<Input<number>>(
    matches('Ti$', amount),
    1048576,
    cond<Input<number>>(matches('Gi$', amount), 1024, 1),
  );
  return multiply(integer(replace('[A-Za-z]+$', amount, '')), unit);
}

/** The sum of amounts that have the form of `memorySize`. */
export function memorySum(...texts: Input<string>[]): Input<string> {
  return text`${add(...texts.map(mebibytes))}Mi`;
}
