import type { z } from 'zod';
import { addKeys, Expression, type Root } from '../expression';
import { describeItems } from '../language';
import { fieldsOf, itemOfList, kindOfShape, shapeOf, type Shape } from './shape';

/**
 * A tree of template expressions in the shape of the values. It is typed as the values themselves: this and
 * `templated` are the two ends of the one cast that the engine rests on.
 */
export function references<V>(schema: z.ZodType<V>): V {
  return reference(schema, 'Values', []) as V;
}

function reference(schema: z.ZodType, root: Root, path: readonly string[]): Expression {
  const shape = shapeOf(schema);
  const expression = new Expression({ op: 'ref', root, path }, kindOfShape(shape), {
    optional: shape.optional,
    alwaysSet: isCertainShape(shape),
  });
  addFields(expression, schema, root, path);
  const item = itemOfList(shape);
  if (item)
    describeItems(
      expression,
      (one) => {
        addFields(one, item, one, []);
      },
      kindOfShape(shapeOf(item)),
    );
  return expression;
}

// a text is certain only where the schema refuses the empty one
function isCertainShape(shape: Shape): boolean {
  return !shape.optional && !shape.schema.safeParse('').success;
}

function addFields(expression: Expression, schema: z.ZodType, root: Root, path: readonly string[]): void {
  const fields = fieldsOf(shapeOf(schema));
  if (!fields) return;
  addKeys(
    expression,
    Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, reference(field, root, [...path, key])])),
  );
}
