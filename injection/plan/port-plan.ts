import type { Pointer, Problem } from '../../problems';
import { takes } from '../findings';
import type { InjectionPlan, SecuredPort } from './injection-plan';
import type { CaiOptions } from '../options/options';
import * as problems from '../pod/pod-problems';
import { checkCount } from '../pod/pod-size';
import { runsOn, type PodReading } from '../pod/pod-reading';
import { declaredPorts, endpointsOf, type DeclaredPort, type ProbeEndpoint } from '../pod/probe-endpoints';
import { optionsPointer } from '../pod/pod-keys';
import { maxSecurePorts } from '../options/secure-ports';

// as much as the options, which may open as many paths
const maxOpenedLength = 65_536;
const firstListenPort = 41000;
const firstControlPort = 50000;
const firstUsualPort = 1024;
const lastPort = 65535;

/** A regular expression that matches exactly this path, in JavaScript and in Rust. */
export function exactPath(path: string): string {
  return `^${path.replace(/[\\.+*?()|[\]{}^$]/gu, '\\$&')}$`;
}

/** Hands out ports that nothing in the Pod uses, each once. */
class FreePorts {
  constructor(private readonly taken: Set<number>) {}

  take(from: number): number {
    const port = this.firstFree(from, lastPort) ?? this.firstFree(firstUsualPort, from - 1);
    if (port === undefined) throw new Error('all ports are taken, although a Pod has few');
    this.taken.add(port);
    return port;
  }

  private firstFree(from: number, to: number): number | undefined {
    for (let port = from; port <= to; port++) if (!this.taken.has(port)) return port;
    return undefined;
  }
}

interface WantedPort {
  readonly port: number;
  readonly regexes: readonly string[];
}

/** The ports to secure: those that the options list, else every TCP port that is declared. */
function wantedPorts(options: CaiOptions, declared: readonly DeclaredPort[]): WantedPort[] {
  const listed = options.tngHttpSecurePorts?.map(({ port, allowInsecureRequestRegexes: regexes }) => ({
    port,
    regexes,
  }));
  const tcp = new Set(declared.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port));
  const wanted = listed ?? [...tcp].map((port) => ({ port, regexes: [] }));
  return [...wanted].sort((one, other) => one.port - other.port);
}

/** What the probes of a secured port mean: a path that is opened, a warning, or a refusal. */
function pathFor(endpoint: ProbeEndpoint, port: number, findings: Problem[]): string[] {
  const { container, what, pointer, kind, path } = endpoint;
  const details = { container, what: `the ${what}`, port };
  if (kind === 'http') {
    findings.push(problems.plaintextProbe.at(pointer, { ...details, path }));
    return [exactPath(path)];
  }
  if (kind === 'tcp') findings.push(problems.blindProbe.at(pointer, details));
  else findings.push(problems.closedProbe.at(pointer, { ...details, what: `the ${kind} ${what}` }));
  return [];
}

function warnOfPorts(
  reading: PodReading,
  wanted: readonly WantedPort[],
  declared: readonly DeclaredPort[],
  findings: Problem[],
): void {
  const secured = new Set(wanted.map(({ port }) => port));
  const tcp = new Set(declared.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port));
  for (const { pointer, ...port } of declared) {
    if (!takes(findings, 'warning')) break;
    if (port.protocol !== 'TCP' || !secured.has(port.port)) findings.push(problems.unsecuredPort.at(pointer, port));
  }
  const undeclared = [...secured].filter((port) => !tcp.has(port));
  for (const port of undeclared) {
    findings.push(problems.undeclaredPort.at(`${reading.base}${optionsPointer}`, { port }));
  }
}

/** Decides which ports are secured, what passes them, and where TNG listens. */
export function planPorts(
  reading: PodReading,
  options: CaiOptions,
  findings: Problem[],
): Pick<InjectionPlan, 'securedPorts' | 'controlPort'> {
  const running = reading.applications.filter(runsOn);
  const declared = declaredPorts(running);
  const endpoints = endpointsOf(running);
  const wanted = wantedPorts(options, declared);
  const at: Pointer = `${reading.base}/spec`;
  if (options.tngHttpSecurePorts === undefined && wanted.length === 0) {
    findings.push(problems.noPortToSecure.at(at, {}));
  }
  if (wanted.length > maxSecurePorts) {
    findings.push(problems.tooManyPortsDeclared.at(at, { count: wanted.length, most: maxSecurePorts }));
    return { securedPorts: [], controlPort: firstControlPort };
  }
  warnOfPorts(reading, wanted, declared, findings);
  const asked = endpoints.flatMap(({ port }) => (port === undefined ? [] : [port]));
  // init containers that end are among them: TNG runs beside these too
  const used = [...declaredPorts(reading.applications), ...wanted].map(({ port }) => port);
  const free = new FreePorts(new Set([...used, ...asked]));
  const listenPorts = wanted.map(() => free.take(firstListenPort));
  const controlPort = free.take(firstControlPort);
  const securedPorts = wanted.flatMap(({ port, regexes }, index): SecuredPort[] => {
    const listenPort = listenPorts[index];
    const probed = endpoints
      .filter((endpoint) => endpoint.port === port)
      .flatMap((endpoint) => pathFor(endpoint, port, findings));
    const directForward = [...new Set([...regexes, ...probed])];
    return listenPort === undefined ? [] : [{ port, listenPort, directForward }];
  });
  const opened = securedPorts.flatMap(({ directForward }) => directForward);
  const length = opened.reduce((sum, regex) => sum + regex.length, 0);
  checkCount(
    { what: 'characters in paths that probes and options open', count: length, most: maxOpenedLength },
    at,
    findings,
  );
  return { securedPorts, controlPort };
}
