import { z } from 'zod';
import { kindOfShape, type Shape } from './shape';

/** What a value is for, its limits, and what holds without it, for those who read values and not props. */
export function docOfValue(shape: Shape): string {
  const { without } = shape.meta;
  const isOpen = shape.optional && shape.default === undefined && without !== undefined;
  return isOpen ? `${docWithLimits(shape)} Without it: ${without}.` : docWithLimits(shape);
}

/** What a value's description says, with the limits that the schema sets. */
export function docWithLimits(shape: Shape): string {
  const limits = limitsOf(shape);
  return limits === '' ? shape.doc : `${shape.doc} ${limits}`;
}

function limitsOf(shape: Shape): string {
  const { schema } = shape;
  if (schema instanceof z.ZodEnum)
    return `One of ${schema.options.map((option) => JSON.stringify(option)).join(', ')}.`;
  if (!(schema instanceof z.ZodNumber)) return '';
  const { minValue: min, maxValue: max } = schema;
  const kind = kindOfShape(shape) === 'int' ? 'A whole number' : 'A number';
  return min === null || max === null ? '' : `${kind} from ${min} to ${max}.`;
}
