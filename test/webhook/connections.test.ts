import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { Connections } from '../../webhook/connections';
import { MemoryBudget } from '../../webhook/memory-budget';

let nextPort = 1;

/** What the places need of a socket. */
class Peer extends EventEmitter {
  readonly remotePort = nextPort++;
  readonly localAddress = '10.0.0.1';
  isEnded = false;

  constructor(readonly remoteAddress: string) {
    super();
  }

  resetAndDestroy(): void {
    this.isEnded = true;
    this.emit('close');
  }
}

class Port {
  evictions = 0;
  readonly connections: Connections;

  constructor(limit: number) {
    this.connections = new Connections(limit, () => this.evictions++);
  }

  /** A new connection from an address. */
  connect(address: string): Peer {
    const peer = new Peer(address);
    this.connections.add(peer as unknown as Socket);
    return peer;
  }

  prove(peer: Peer): void {
    this.connections.of(peer as unknown as Socket)?.prove();
  }
}

const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const open = (peers: readonly Peer[]): number => peers.filter(({ isEnded }) => !isEnded).length;

test('who fills the places drives out himself, the oldest first', () => {
  const port = new Port(8);
  const other = port.connect('10.0.0.9');
  const strangers = several(100, () => port.connect('10.6.6.6'));
  expect([other.isEnded, open(strangers)]).toEqual([false, 7]);
  expect(strangers.slice(-7).every(({ isEnded }) => !isEnded)).toBe(true);
  expect([port.connections.size, port.evictions]).toEqual([8, 93]);
});

test('who proved something cannot drive out who comes from elsewhere', () => {
  const port = new Port(8);
  port.prove(port.connect('10.6.6.6'));
  several(10, () => port.connect('10.6.6.6'));
  const fresh = port.connect('10.0.0.9');
  several(100, () => port.connect('10.6.6.6'));
  expect(fresh.isEnded).toBe(false);
});

test('of one address: the proven stay, the oldest of the others go', () => {
  const port = new Port(8);
  const proven = several(3, () => port.connect('10.0.0.9'));
  for (const peer of proven) port.prove(peer);
  const others = several(100, () => port.connect('10.0.0.9'));
  expect([open(proven), open(others)]).toEqual([3, 5]);
});

test('places full of proven connections: a new one gets in, and the longest unused goes', () => {
  const port = new Port(8);
  const proven = several(8, () => port.connect('10.6.6.6'));
  for (const peer of proven) port.prove(peer);
  const [first, second] = proven;
  if (first !== undefined) port.prove(first);
  const fresh = port.connect('10.0.0.9');
  expect([fresh.isEnded, first?.isEnded, second?.isEnded]).toEqual([false, false, true]);
});

test('whatever comes, the places are never more than there are, and the newest has one', () => {
  const step = fc.record({
    address: fc.integer({ min: 0, max: 3 }),
    proves: fc.boolean(),
    leaves: fc.integer({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const port = new Port(5);
      const peers: Peer[] = [];
      for (const { address, proves, leaves } of steps) {
        const peer = port.connect(`10.0.0.${address}`);
        peers.push(peer);
        expect(peer.isEnded).toBe(false);
        if (proves) port.prove(peer);
        const leaver = peers[peers.length - 1 - leaves];
        if (leaver?.isEnded === false && leaves > 0) leaver.resetAndDestroy();
        expect(port.connections.size).toBe(open(peers));
        expect(port.connections.size).toBeLessThanOrEqual(5);
      }
    }),
  );
});

describe('memory that all share', () => {
  class Sender {
    isEvicted = false;
    constructor(readonly isProven: boolean) {}
    evict(): void {
      this.isEvicted = true;
    }
  }
  const budget = (patience: number): MemoryBudget => new MemoryBudget(100, patience, () => undefined);

  test('strangers give way, the largest first; the proven keep what they have', () => {
    const memory = budget(3_600_000);
    const [proven, small, large] = [new Sender(true), new Sender(false), new Sender(false)];
    for (const [owner, bytes] of [
      [proven, 50],
      [small, 10],
      [large, 40],
    ] as const) {
      expect(memory.take(owner, bytes)).toBeDefined();
    }
    expect(memory.take(new Sender(false), 30)).toBeDefined();
    expect([proven.isEvicted, small.isEvicted, large.isEvicted]).toEqual([false, false, true]);
    expect(memory.take(new Sender(true), 60)).toBeUndefined();
    expect(proven.isEvicted).toBe(false);
  });

  test('the proven give way too when they hold it for too long, or always', () => {
    const memory = budget(0);
    const proven = new Sender(true);
    memory.take(proven, 100);
    expect(memory.take(new Sender(true), 1)).toBeDefined();
    expect(proven.isEvicted).toBe(true);
  });

  test('what is given back twice counts once, and more than there is is never given', () => {
    const memory = budget(3_600_000);
    const holding = memory.take(new Sender(true), 60);
    memory.take(new Sender(true), 40);
    holding?.release();
    holding?.release();
    expect(memory.take(new Sender(true), 60)).toBeDefined();
    expect(memory.take(new Sender(true), 1)).toBeUndefined();
    expect(memory.take(new Sender(true), 101)).toBeUndefined();
  });

  test('what is held for too long is taken back', () => {
    const memory = budget(3_600_000);
    const sender = new Sender(true);
    memory.take(sender, 100);
    memory.evictOlderThan(3_600_000);
    expect(sender.isEvicted).toBe(false);
    memory.evictOlderThan(0);
    expect(sender.isEvicted).toBe(true);
  });
});
