import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Spawned } from '../cluster';
import { uninstallWebhook, webhookNamespace, webhookValues } from '../confidential/webhook';
import { diagnosis } from '../diagnosis';
import { expectEqual, expectText } from '../expectation';
import { confidentialImages, defaultTngImage, toolsImage, vllmImage } from '../images/images';
import { tinyModel, tinyModelArtefact } from '../images/tiny-model';
import { lastLines } from '../program';
import type { Scenario, ScenarioContext } from '../scenario';
import { keyedBucket, openBuckets } from '../serving/buckets';
import { prepareNode } from '../serving/node';
import { servingValues } from '../serving/values';
import { Trustee } from '../trustee/start-trustee';
import { isPrinted, steps, type Step } from '../walkthrough/page';
import { startTng } from '../walkthrough/tng-container';
import { Workplace } from '../walkthrough/workplace';

const trusteeOfThePage = 'https://trustee.example.com:8081/api';
const serviceOfThePage = 'http://203.0.113.20:8080';

/** The six steps of the document, as docs/walkthrough.md has them: the blocks of that page, one after the other. */
const scenario: Scenario = {
  name: 'walkthrough',
  needs: ['node'],
  stage: 'alone',
  images: [toolsImage, vllmImage, ...confidentialImages],
  artefacts: [tinyModelArtefact],
  timeoutSeconds: 1800,
  async run(context) {
    await uninstallWebhook(context);
    const walk = await Walk.begin(context);
    try {
      for (const step of steps()) await walk.take(step);
      walk.expectArrived();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const found = await Promise.all(['default', webhookNamespace].map((name) => diagnosis(context.cluster, name)));
      throw new Error([reason, ...found].join('\n'), { cause: error });
    } finally {
      await walk.end();
    }
  },
};

export default scenario;

class Walk {
  private service = serviceOfThePage;
  private container: Spawned | undefined;
  private completion = '';

  private constructor(
    private readonly context: ScenarioContext,
    private readonly place: Workplace,
    private readonly trustee: Trustee,
  ) {}

  static async begin(context: ScenarioContext): Promise<Walk> {
    const { cluster, helm4, say } = context;
    await prepareNode(cluster, say);
    const place = await Workplace.make(cluster, helm4, await openBuckets(cluster));
    const trustee = await Trustee.start(cluster);
    const server = (...path: string[]): string => join(place.serverRoot, ...path);
    for (const path of ['root', 'opt', 'etc/trustee/cai']) mkdirSync(server(path), { recursive: true });
    writeFileSync(server('etc/trustee/cai/configured'), '');
    symlinkSync(trustee.folder, server('opt/trustee'));
    await tinyModel(join(place.folder, 'Qwen2.5-3B-Instruct'), say);
    writeFileSync(join(place.folder, 'akId'), keyedBucket.akId);
    writeFileSync(join(place.folder, 'akSecret'), keyedBucket.akSecret);
    return new Walk(context, place, trustee);
  }

  async take({ place, script, exitCode, prints }: Step): Promise<void> {
    const { code, stdout, stderr } = await this.place.run(this.here(script));
    const said = `it printed\n${stdout}${lastLines(stderr, 20)}`;
    if (code !== exitCode) throw new Error(`${place} ended with ${code}, and not with ${exitCode}: ${said}`);
    if (script.startsWith('kubectl get service')) this.service = addressIn(stdout);
    if (prints !== undefined && !isPrinted(this.here(prints), stdout)) {
      throw new Error(`${place} is to print\n${this.here(prints)}and ${said}`);
    }
    this.context.say(`${place} does what the page says`);
    await this.after(script, stdout);
  }

  /** What is put in the place of the page's own addresses. */
  private here(text: string): string {
    return text.replaceAll(trusteeOfThePage, this.trustee.address).replaceAll(serviceOfThePage, this.service);
  }

  private async after(script: string, stdout: string): Promise<void> {
    if (script.startsWith('cai init')) this.addImages();
    if (script.includes('cai client | sh')) this.container = await startTng(this.context.cluster, this.place);
    if (script.includes('/v1/completions')) this.completion = stdout;
  }

  /** The images of the tests, and a vLLM on a CPU. */
  private addImages(): void {
    const file = join(this.place.folder, 'cai.yaml');
    const document = parseDocument(readFileSync(file, 'utf8'));
    const { image, maxModelLen, enforceEager, probes, sharedMemory, temporaryStorage } = servingValues();
    const test = { image: defaultTngImage.reference };
    const forCpu = { image, test, maxModelLen, enforceEager, probes, sharedMemory, temporaryStorage };
    for (const [section, values] of Object.entries({ vllm: forCpu, webhook: webhookValues() })) {
      for (const [key, value] of Object.entries(values)) document.setIn([section, key], document.createNode(value));
    }
    writeFileSync(file, document.toString());
  }

  expectArrived(): void {
    const { choices, usage } = JSON.parse(this.completion) as {
      choices: { text: string }[];
      usage: { completion_tokens: number };
    };
    if (!choices[0]?.text) throw new Error(`there is no text in ${this.completion}`);
    expectEqual(usage.completion_tokens, 7, 'the number of tokens');
    const names = readdirSync(join(this.place.buckets, keyedBucket.name, 'qwen2.5-3b-gocryptfs'));
    expectEqual(names.includes('gocryptfs.conf'), true, 'that the bucket has the parameters of gocryptfs');
    expectEqual(names.includes('config.json'), false, 'that the bucket has plaintext');
    const key = readFileSync(join(this.place.folder, 'model.key'), 'utf8').trim();
    expectEqual(this.place.hasPrinted(key), false, 'that a command printed the key');
    expectText(
      readFileSync(this.trustee.log, 'utf8'),
      'GET /api/kbs/v0/resource/default/aliyun/model-decryption-key 200',
    );
    this.context.say(`the model answers through TNG: San Francisco is a${choices[0].text}`);
  }

  async end(): Promise<void> {
    const { cluster, helm4 } = this.context;
    const gone = (...args: string[]): Promise<unknown> =>
      cluster.run(helm4, ['uninstall', ...args, '--ignore-not-found', '--wait', '--timeout', '120s']);
    await gone('vllm', '--namespace', 'default');
    await gone('cai-webhook', '--namespace', webhookNamespace);
    await cluster.run('kubectl', ['delete', 'secret', 'oss-key', '--namespace', 'default', '--ignore-not-found']);
    await this.container?.stop();
    await this.trustee.stop();
    this.place.remove();
  }
}

/** The page's is of a range for documentation, so the printed one is looked at here. */
function addressIn(stdout: string): string {
  const [, address] = /^(http:\/\/\d+\.\d+\.\d+\.\d+:8080)\n$/.exec(stdout) ?? [];
  if (address === undefined) throw new Error(`there is no address of the service in ${stdout}`);
  return address;
}
