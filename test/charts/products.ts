import { clientChart } from '../../charts/tng-client/chart';
import { vllmChart } from '../../charts/vllm/chart';
import { webhookChart } from '../../charts/webhook/chart';
import type { ChartDefinition } from '../../helm';
import { ProductChart } from './product-chart';

function general<V>(definition: ChartDefinition<V>): ChartDefinition<unknown> {
  return definition as unknown as ChartDefinition<unknown>;
}

/** The chart cai-vllm, under test. */
export const vllm = new ProductChart(general(vllmChart), 'oss-public-bucket');

// no law depends on what the program is, but each run of Helm would read all of it
const standInServer = `// stands in for the server, with what a template must get right: {{ .Values.nothing }}, "quotes", 'quotes'
console.log('{{ "a" }}', process.version);
`;

/** The chart cai-webhook, under test. */
export const webhook = new ProductChart(general(webhookChart(standInServer)), 'defaults');

/** The chart tng-client, under test. */
export const client = new ProductChart(general(clientChart), 'seed-document');

/** Every chart of the project. */
export const products: readonly ProductChart[] = [vllm, webhook, client];
