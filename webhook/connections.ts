import type { Socket } from 'node:net';

/** One open connection, as far as its right to a place goes. */
export interface Connection {
  readonly address: string;
  /** Whether it brought a valid review, which strangers hardly do. */
  readonly isProven: boolean;
  /** Requests whose answers are not gone yet. */
  requests: number;
  /** It brought a valid review: from now on it keeps its place before those that did not. */
  prove(): void;
  /** Ends it at once. What the kernel still held for it is dropped too. */
  evict(): void;
}

// Of all places so many may be taken by who has proved nothing before somebody proven has to give way: a new connection of the API
// server has proved nothing either.
const unprovenShare = 4;

/**
 * The places of connections on one port. A new connection always gets one: when all are taken, one that proved nothing ends, of the
 * address that has most of them the oldest; so that whoever fills the places drives out himself. To prove something needs no
 * credentials either: so the proven give way where they leave little to others, those first that were used least.
 */
export class Connections {
  // sets keep the order in which things were added: of unproven ones that of age, of proven ones that of their last review
  private readonly unproven = new Map<string, Set<OpenConnection>>();
  private readonly proven = new Set<OpenConnection>();
  private readonly byPeer = new Map<string, OpenConnection>();
  private unprovenCount = 0;

  /** @param evicted is told of each connection that had to give way */
  constructor(
    private readonly limit: number,
    private readonly evicted: () => void,
  ) {}

  get size(): number {
    return this.unprovenCount + this.proven.size;
  }

  /** Gives a connection that was just accepted its place, and takes it back when the connection ends. */
  add(socket: Socket): void {
    const peer = peerOf(socket);
    if (peer === undefined) {
      // who is gone already needs no place
      socket.destroy();
      return;
    }
    const connection = new OpenConnection(socket, this.wasProven);
    const { address } = connection;
    this.byPeer.set(peer, connection);
    const ofAddress = this.unproven.get(address) ?? new Set();
    this.unproven.set(address, ofAddress.add(connection));
    this.unprovenCount++;
    socket.on('close', () => {
      if (this.byPeer.get(peer) === connection) this.byPeer.delete(peer);
      this.remove(connection);
    });
    while (this.size > this.limit) this.makeRoom();
  }

  /** The connection to which a socket belongs, also one that TLS laid around the socket that was accepted. */
  of(socket: Socket): Connection | undefined {
    const peer = peerOf(socket);
    return peer === undefined ? undefined : this.byPeer.get(peer);
  }

  private readonly wasProven = (connection: OpenConnection): void => {
    if (this.proven.delete(connection) || this.removeUnproven(connection)) this.proven.add(connection);
  };

  private makeRoom(): void {
    const victim = this.victim();
    this.remove(victim);
    victim.evict();
    this.evicted();
  }

  private victim(): OpenConnection {
    const isProvenTurn = this.unprovenCount <= this.limit / unprovenShare;
    const [victim] = isProvenTurn ? [this.longestUnused()] : this.crowdedAddress();
    if (victim === undefined) throw new Error('there is no connection');
    return victim;
  }

  private longestUnused(): OpenConnection | undefined {
    let busy: OpenConnection | undefined;
    for (const connection of this.proven) {
      if (connection.requests === 0) return connection;
      busy ??= connection;
    }
    return busy;
  }

  /** Unproven connections of the address with most of them. */
  private crowdedAddress(): ReadonlySet<OpenConnection> {
    let crowd: ReadonlySet<OpenConnection> = new Set();
    for (const connections of this.unproven.values()) if (connections.size > crowd.size) crowd = connections;
    return crowd;
  }

  private remove(connection: OpenConnection): void {
    if (!this.removeUnproven(connection)) this.proven.delete(connection);
  }

  private removeUnproven(connection: OpenConnection): boolean {
    const ofAddress = this.unproven.get(connection.address);
    if (ofAddress?.delete(connection) !== true) return false;
    if (ofAddress.size === 0) this.unproven.delete(connection.address);
    this.unprovenCount--;
    return true;
  }
}

/** Who is at the other end. Two open connections never have the same one. */
function peerOf({ remoteAddress, remotePort, localAddress }: Socket): string | undefined {
  return remoteAddress === undefined ? undefined : `${remoteAddress} ${remotePort ?? 0} ${localAddress ?? ''}`;
}

class OpenConnection implements Connection {
  readonly address: string;
  isProven = false;
  requests = 0;

  constructor(
    private readonly socket: Socket,
    private readonly proved: (connection: OpenConnection) => void,
  ) {
    this.address = socket.remoteAddress ?? '';
  }

  prove(): void {
    this.isProven = true;
    this.proved(this);
  }

  evict(): void {
    this.socket.resetAndDestroy();
  }
}
