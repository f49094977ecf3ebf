import { defaultNodeSelector } from '../../constructs/inference/schema';

/** Labels of the nodes that the chart chooses: its own, with those of the description laid over; null takes one away. */
export function nodeSelectorOf(over: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const merged: Record<string, string | null> = { ...defaultNodeSelector, ...over };
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null));
}
