import { catalogue } from '../../problems';
import { withoutPasswords } from './masking';
import type { PlacedProblem } from './reported-pod';

/** What must stay confidential. */
export type Asset = 'model' | 'key' | 'prompts' | 'API key';

export const allAssets: readonly Asset[] = ['model', 'key', 'prompts', 'API key'];

/** `breaks`: a protection is gone. `weakens`: less is left of it. `note`: to be known, nothing is unsafe by it. */
export type Severity = 'breaks' | 'weakens' | 'note';

/** A setting that a reviewer must know of. */
export interface UnsafeSwitch {
  readonly severity: Severity;
  readonly title: string;
  /** Where it is set. */
  readonly where: string;
  readonly found: string;
  /** What to do. */
  readonly fix: string;
  /** Whose protection suffers; empty for a note. */
  readonly assets: readonly Asset[];
  /** Code of the catalogue. */
  readonly code?: string;
}

/** A switch with the number that the report gives it. */
export interface NumberedSwitch extends UnsafeSwitch {
  /** `S1`, `S2`, … */
  readonly id: string;
}

const order: readonly Severity[] = ['breaks', 'weakens', 'note'];

/** Puts the worst first and numbers them; one that is found twice at one place is told once. */
export function numbered(switches: readonly UnsafeSwitch[]): NumberedSwitch[] {
  const told = new Map(switches.map((one) => [JSON.stringify([one.title, one.where, one.found]), one]));
  const sorted = order.flatMap((severity) => [...told.values()].filter((one) => one.severity === severity));
  return sorted.map((one, index) => ({ ...one, id: `S${index + 1}` }));
}

/** Whether it counts for `--strict`. */
export function isUnsafe({ severity }: UnsafeSwitch): boolean {
  return severity !== 'note';
}

const titles: ReadonlyMap<string, string> = new Map(catalogue().map(({ code, title }) => [code, title]));

type Weight = readonly [severity: Severity, ...assets: readonly Asset[]];

/** What the warnings of the injection mean for a review. */
const weights: Readonly<Record<string, Weight>> = {
  CAI5051: ['breaks', 'key', 'prompts'],
  CAI5052: ['breaks', 'model', 'key', 'prompts'],
  CAI5053: ['breaks', 'prompts', 'API key'],
  CAI5054: ['breaks', 'prompts', 'API key'],
  CAI5055: ['note'],
  CAI5056: ['note'],
  CAI5151: ['breaks', 'prompts', 'API key'],
  CAI5152: ['note'],
  CAI5153: ['breaks', 'prompts', 'API key'],
  CAI5154: ['breaks', 'prompts', 'API key'],
  CAI5155: ['note'],
  CAI5156: ['note'],
  CAI5157: ['note'],
  CAI5158: ['breaks', ...allAssets],
  CAI5159: ['weakens', 'model', 'prompts'],
  CAI5160: ['weakens', 'model', 'key', 'prompts'],
  CAI5161: ['breaks', 'prompts', 'API key'],
  CAI5304: ['breaks', ...allAssets],
};

/** Every code that has a weight; the others that Pods can earn refuse them. */
export const weighedCodes: readonly string[] = Object.keys(weights);

/** A finding of the injection as a switch. */
export function switchOf({ problem, place }: PlacedProblem): UnsafeSwitch {
  const { code, name, severity } = problem;
  const [found, fix] = [withoutPasswords(problem.says), withoutPasswords(problem.fix)];
  // what refuses a Pod leaves nothing protected: it does not start, or it runs without protection
  const [weight, ...assets] = (severity === 'error' ? undefined : weights[code]) ?? (['breaks', ...allAssets] as const);
  const title = titles.get(code) ?? name.replaceAll('-', ' ');
  return { severity: weight, title, where: place, found, fix, assets, code };
}
