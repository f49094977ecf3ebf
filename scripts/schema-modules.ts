import * as client from '../constructs/tng-client/schema';
import { propsModules, type SchemaModule } from './props';

const modules: readonly SchemaModule[] = [{ path: 'constructs/tng-client/props.ts', exports: client }];

/** Generated modules with props, by path. */
export function generatedProps(): Map<string, string> {
  return propsModules(modules);
}
