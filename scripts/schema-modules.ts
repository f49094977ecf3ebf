import * as inference from '../constructs/inference/schema';
import * as options from '../constructs/options/schema';
import * as sidecars from '../constructs/sidecars/schema';
import * as storage from '../constructs/storage/schema';
import * as client from '../constructs/tng-client/schema';
import * as vllm from '../constructs/vllm/schema';
import * as webhook from '../constructs/webhook/schema';
import { propsModules, type SchemaModule } from './props';

// a description that several modules share is declared in the first of them
const modules: readonly SchemaModule[] = [
  { path: 'constructs/options/props.ts', exports: options },
  { path: 'constructs/storage/props.ts', exports: storage },
  { path: 'constructs/vllm/props.ts', exports: vllm },
  { path: 'constructs/inference/props.ts', exports: inference },
  { path: 'constructs/tng-client/props.ts', exports: client },
  { path: 'constructs/sidecars/props.ts', exports: sidecars },
  { path: 'constructs/webhook/props.ts', exports: webhook },
];

/** Generated modules with props, by path. */
export function generatedProps(): Map<string, string> {
  return propsModules(modules);
}
