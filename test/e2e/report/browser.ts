import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { commandInRoot } from '../images/root-folder';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** What DevTools tell without being asked. */
export interface DevToolsEvent {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

type Waiting = { readonly resolve: (result: Record<string, unknown>) => void; readonly reject: (error: Error) => void };

const flags = [
  '--headless',
  // the root of the layer has no set-uid helper
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--remote-debugging-pipe',
  'about:blank',
];

/** Chromium without a window, driven by the DevTools protocol over a pipe: no port is open. */
export class Browser {
  readonly events: DevToolsEvent[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<() => void>();
  private last = 0;
  private session: string | undefined;
  private rest = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly input: Writable,
  ) {}

  /** Starts it with one empty page. `root` holds it, `folder` is seen as /work. */
  static async start(root: string, folder: string): Promise<Browser> {
    const program = ['/usr/lib/chromium/chromium-headless-shell', ...flags];
    const [first = '', ...words] = commandInRoot(root, { '/work': folder }, program);
    // of the pipes, Chromium reads commands from the first and writes answers to the second
    const child = spawn(first, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const browser = new Browser(child, child.stdio[3] as Writable);
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      browser.read(text);
    });
    child.on('exit', (code, signal) => {
      browser.fail(new Error(`Chromium ended with ${String(code ?? signal)}`));
    });
    browser.input.on('error', () => undefined);
    const { targetId } = await browser.ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.ask('Target.attachToTarget', { targetId, flatten: true });
    browser.session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.ask(`${domain}.enable`);
    return browser;
  }

  /** Sends a command and answers its result. */
  ask(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = (this.last += 1);
    const message = { id, method, params, ...(this.session !== undefined && { sessionId: this.session }) };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.input.write(`${JSON.stringify(message)}\0`);
    });
  }

  /** Opens an address and waits until all of it is loaded. */
  async open(url: string): Promise<void> {
    const loaded = this.next('Page.loadEventFired');
    await this.ask('Page.navigate', { url });
    await loaded;
  }

  /** The width in CSS pixels that the page has. */
  async setWidth(width: number): Promise<void> {
    const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: false };
    await this.ask('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** The value of an expression of JavaScript in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: T }).value;
  }

  /** The page as PDF, as its style sheet wants it. */
  async pdf(): Promise<Buffer> {
    const { data } = await this.ask('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    return Buffer.from(String(data), 'base64');
  }

  /** The whole page as PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.ask('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(String(data), 'base64');
  }

  /** Ends it. */
  close(): void {
    this.child.removeAllListeners('exit');
    this.child.kill('SIGKILL');
  }

  private next(method: string): Promise<void> {
    const from = this.events.length;
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.events.slice(from).some((event) => event.method === method)) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
    });
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.take(JSON.parse(part) as Message);
  }

  private take({ id, method, params = {}, result = {}, error }: Message): void {
    if (id === undefined) {
      this.events.push({ method: method ?? '', params });
      for (const look of [...this.listeners]) look();
      return;
    }
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
