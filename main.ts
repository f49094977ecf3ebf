import { parseArgs } from 'node:util';
import { charts } from './charts';
import { runSynth, synthUsage } from './charts/synth';

async function main(): Promise<void> {
  void charts; void parseArgs; void runSynth; void synthUsage;
}
void main();
