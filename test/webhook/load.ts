import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeApi } from './fake-api';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, keepAliveAgent, send, type RunningWebhook } from './running-webhook';

/** A steady load by clients that trust the caBundle of the moment and nothing else, as API servers do. */
export class Load {
  /** Pods that were injected. */
  admitted = 0;
  readonly failures: string[] = [];
  private isOver = false;
  private readonly clients: Promise<void>[];

  /** @param running the replicas that stand behind the Service at this moment */
  constructor(
    private readonly api: FakeApi,
    private readonly running: () => readonly RunningWebhook[],
    clients = 4,
  ) {
    this.clients = Array.from({ length: clients }, (_, index) => this.client(index % 2 === 0));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.clients);
  }

  private async client(isKeepingAlive: boolean): Promise<void> {
    const agent = isKeepingAlive ? keepAliveAgent() : false;
    const text = review(podRequest(pod()));
    for (let turn = 0; !this.isOver; turn++) {
      const replicas = this.running();
      const replica = replicas[turn % replicas.length];
      if (replica !== undefined) {
        try {
          const { status, body } = await send(replica.port, caBundleOf(this.api), text, { agent });
          if (status === 200 && responseIn(body).patch !== undefined) this.admitted++;
          else this.failures.push(`${status} ${body.slice(0, 200)}`);
        } catch (error) {
          this.failures.push(String(error));
        }
      }
      await sleep(2);
    }
    if (agent !== false) agent.destroy();
  }
}
