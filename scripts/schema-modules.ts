import * as sidecars from '../constructs/sidecars/schema';
import * as client from '../constructs/tng-client/schema';
import * as webhook from '../constructs/webhook/schema';
import { propsModules, type SchemaModule } from './props';

const modules: readonly SchemaModule[] = [
  { path: 'constructs/tng-client/props.ts', exports: client },
  { path: 'constructs/sidecars/props.ts', exports: sidecars },
  { path: 'constructs/webhook/props.ts', exports: webhook },
];

/** Generated modules with props, by path. */
export function generatedProps(): Map<string, string> {
  return propsModules(modules);
}
