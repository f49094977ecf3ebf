import { opaque } from '../../helm';
import type { CaiOptions } from './cai-options';

/**
 * The options as a construct takes them. They are known by what they can do, not by their class: two copies of this package may be
 * installed side by side.
 */
export const optionsOfPods = opaque<CaiOptions>(
  'CaiOptions',
  (value) => typeof value === 'object' && value !== null && '_reportTo' in value,
  '../options/cai-options',
);
