/** Who holds memory, and can be made to let go of it. */
export interface Owner {
  readonly isProven: boolean;
  evict(): void;
}

/** A part of the budget. */
export interface Holding {
  /** Gives it back; once is enough. */
  release(): void;
}

interface Held {
  readonly owner: Owner;
  readonly bytes: number;
  readonly since: number;
}

/**
 * Bytes that all connections share. When they are short, others give way: the largest holding of who has proved nothing, then the
 * largest that lasts longer than an honest one does.
 */
export class MemoryBudget {
  private readonly held = new Set<Held>();
  private used = 0;

  /**
   * @param patience milliseconds for which the holding of a proven owner is safe
   * @param evicted is told of each owner that had to give way
   */
  constructor(
    readonly limit: number,
    private readonly patience: number,
    private readonly evicted: () => void,
  ) {}

  /** Takes so many bytes; undefined when nobody gives way for them. */
  take(owner: Owner, bytes: number): Holding | undefined {
    if (bytes > this.limit) return undefined;
    while (this.used + bytes > this.limit) {
      const victim = this.victim();
      if (victim === undefined) return undefined;
      this.evict(victim);
    }
    const held: Held = { owner, bytes, since: Date.now() };
    this.held.add(held);
    this.used += bytes;
    return {
      release: () => {
        this.release(held);
      },
    };
  }

  /** Ends whoever has held something for longer than so many milliseconds. */
  evictOlderThan(milliseconds: number): void {
    const before = Date.now() - milliseconds;
    for (const held of this.held) {
      // in the order in which they were taken
      if (held.since > before) return;
      this.evict(held);
    }
  }

  private victim(): Held | undefined {
    const before = Date.now() - this.patience;
    let victim: Held | undefined;
    for (const held of this.held) {
      if (held.owner.isProven && held.since > before) continue;
      if (victim === undefined || goesBefore(held, victim)) victim = held;
    }
    return victim;
  }

  private evict(held: Held): void {
    this.release(held);
    held.owner.evict();
    this.evicted();
  }

  private release(held: Held): void {
    if (this.held.delete(held)) this.used -= held.bytes;
  }
}

function goesBefore(one: Held, other: Held): boolean {
  if (one.owner.isProven !== other.owner.isProven) return !one.owner.isProven;
  return one.bytes > other.bytes;
}
