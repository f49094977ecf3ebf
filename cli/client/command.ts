import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';
import { printJson } from '../reporting';
import type { Runtime } from './start';

interface StartOptions {
  readonly config: string;
  readonly runtime: Runtime;
  readonly listen: string;
  readonly trustedCertificates?: string;
  readonly authorities?: string;
  readonly output: 'text' | 'json';
}

interface CheckOptions {
  readonly config: string;
  readonly proxy?: string;
  readonly trustee?: string;
  readonly model?: string;
  readonly apiKeyFile?: string;
  readonly timeout: number;
  readonly output: 'text' | 'json';
}

export function clientCommand(program: Command, io: Io): void {
  const client = program
    .command('client')
    .summary('start a TNG client, and see where its chain breaks')
    .addOption(descriptionOption())
    .addOption(
      new Option('--runtime <runtime>', 'what runs TNG').choices(['docker', 'podman', 'binary']).default('docker'),
    )
    .option('--listen <address>', 'IPv4 address that the client listens on', address, '127.0.0.1')
    .option('--trusted-certificates <file>', 'certificates of those who may sign for Trustee, as PEM')
    .option('--authorities <file>', "authorities of Trustee's certificate, as PEM; those in cai.yaml without it")
    .addOption(outputOption())
    .action((options: StartOptions) => start(io, options));
  describe(client, {
    description: [
      'Prints the command that starts a TNG client on this machine, with the configuration of the document for the version set in cai.yaml: the HTTP proxy, and a plain base URL for each of client.upstreams. Nothing is started. With -o json only the configuration is printed.',
      'What is sent to the client is plaintext up to it. So it listens on 127.0.0.1, where the document has 0.0.0.0; --listen 0.0.0.0 opens it to everybody who reaches this machine.',
      'With https the client believes the authorities that cai.yaml names in trustee.authorities, or --authorities, and no others. They are part of the command; the configuration of TNG has no place for them.',
      'With --trusted-certificates the client believes only what one of these has signed; otherwise whoever answers at the address of Trustee decides.',
    ],
    examples: [
      ['cai client', 'see the command and the configuration'],
      ['cai client --trusted-certificates attestation-ca.crt | sh', 'start it with docker'],
      ['cai client --runtime binary', 'the command for a TNG that is installed here'],
    ],
  });
  checkCommand(client, io);
}

function checkCommand(client: Command, io: Io): void {
  const command = client
    .command('check')
    .summary('ask for a completion through a TNG client, and tell which link of the chain fails')
    .argument('<url>', 'URL of the service, as it is asked through the proxy')
    .addOption(descriptionOption())
    .option('--proxy <url>', "the client's proxy; 127.0.0.1 with the port in cai.yaml without it")
    .option('--trustee <url>', 'base URL of Trustee; that in cai.yaml without it')
    .option('--model <name>', 'name of the model; that in cai.yaml without it')
    .option('--api-key-file <file>', 'file with the API key that vLLM asks for')
    .option('--timeout <seconds>', 'how long each question may take', seconds, 60)
    .addOption(outputOption())
    .action((url: string, options: CheckOptions) => check(io, url, options));
  describe(command, {
    description: [
      'Asks each link of the chain by itself: whether the services of Trustee are well, whether the TNG client takes connections, and whether the service refuses a plain request, as it must. Then it asks for one completion through all of them. The plain request holds neither a prompt nor a key.',
      'A service that answers the plain request is not secured: that is an alarm, also where the completion comes. cai.yaml is not read when --proxy, --trustee and --model are all given.',
    ],
    exitCodes: { 1: 'a link fails, or the service is not secured', 2: 'wrong usage, or input that cannot be read' },
    examples: [
      ['cai client check http://203.0.113.20:8080', 'check the chain of cai.yaml'],
      [
        'cai client check http://203.0.113.20:8080 --proxy http://tng-client.apps.svc:41000 --api-key-file api-key',
        'through a client elsewhere, with an API key',
      ],
    ],
  });
}

async function start(io: Io, { config, output, authorities: file, ...told }: StartOptions): Promise<void> {
  const [{ readDescription }, { clientStart }, { readAuthoritiesFile }] = await Promise.all([
    import('../description/read'),
    import('./start'),
    import('../authorities-file'),
  ]);
  const authorities = file === undefined ? undefined : await readAuthoritiesFile(io, file);
  const settings = { ...told, ...(authorities !== undefined && { authorities }) };
  const { configuration, script } = clientStart(await readDescription(io, config), settings, io.cwd);
  if (output === 'json') printJson(io, configuration);
  else io.stdout.write(script);
}

async function check(io: Io, url: string, options: CheckOptions): Promise<void> {
  const [{ serviceAddress, proxyAddress }, { checkChain }, { showChain }, { readApiKey }] = await Promise.all([
    import('./addresses'),
    import('./check'),
    import('./show-chain'),
    import('./api-key'),
  ]);
  const service = serviceAddress(url);
  const given = options.proxy === undefined ? undefined : proxyAddress(options.proxy);
  const apiKey = options.apiKeyFile === undefined ? undefined : await readApiKey(io, options.apiKeyFile);
  const known = await knowledge(io, options, given);
  const chain = await checkChain(io, {
    service,
    ...known,
    timeout: options.timeout,
    ...(apiKey !== undefined && { apiKey }),
  });
  showChain(io, chain, options.output);
}

/** What was given, and for the rest what cai.yaml says. */
async function knowledge(
  io: Io,
  { config, trustee, model }: CheckOptions,
  proxy: URL | undefined,
): Promise<{ readonly proxy: URL; readonly trustee: string; readonly model: string }> {
  const { trusteeAddress } = await import('../trustee/address');
  const given = trustee === undefined ? undefined : trusteeAddress(trustee);
  const shorn = (address: string): string => address.replace(/\/+$/, '');
  if (proxy && given && model !== undefined) return { proxy, trustee: shorn(given.href), model };
  const { readDescription } = await import('../description/read');
  const described = await readDescription(io, config);
  return {
    proxy: proxy ?? new URL(`http://127.0.0.1:${described.client.proxy.port}`),
    trustee: shorn(given?.href ?? described.trustee.address),
    model: model ?? described.vllm.model.servedName,
  };
}

function address(text: string): string {
  const isAddress = /^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.|$)){4}$/.test(text);
  if (!isAddress) throw new InvalidArgumentError('It must be an IPv4 address, such as 127.0.0.1.');
  return text;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 600)) throw new InvalidArgumentError('It must be a number from 1 to 600.');
  return value;
}
