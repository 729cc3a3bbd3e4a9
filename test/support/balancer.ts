import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

/** What docker/cluster/haproxy.cfg tells HAProxy: how it looks at servers, and how often it sends what reached none to another one. */
function settings(): { readonly interMs: number; readonly fall: number; readonly rise: number; readonly retries: number } {
  const text = readFileSync(resolve(__dirname, '../../docker/cluster/haproxy.cfg'), 'utf8');
  const number = (words: RegExp): number => {
    const [, found] = words.exec(text) ?? [];
    if (found === undefined) throw new Error(`haproxy.cfg does not say ${words.source}`);
    return Number(found);
  };
  if (!text.includes('retry-on conn-failure\n')) throw new Error('haproxy.cfg sends more again than what reached no server');
  return {
    interMs: 1_000 * number(/inter (\d+)s/),
    fall: number(/fall (\d+)/),
    rise: number(/rise (\d+)/),
    retries: number(/retries (\d+)/),
  };
}

/** One page that a server is asked for now and then: it is up or down by its last answers, and up at first. */
class Check {
  isUp = true;
  private agreeing = 0;

  constructor(
    readonly url: string,
    private readonly needed: { readonly fall: number; readonly rise: number },
  ) {}

  heard(isGood: boolean): void {
    this.agreeing = isGood === this.isUp ? 0 : this.agreeing + 1;
    if (this.agreeing < (isGood ? this.needed.rise : this.needed.fall)) return;
    this.isUp = isGood;
    this.agreeing = 0;
  }
}

/** A server behind the balancer. */
interface Backend {
  readonly address: string;
  readonly ready: Check;
  readonly live: Check;
  /** Requests that it works on. */
  requests: number;
}

/**
 * Spreads requests over servers as HAProxy does by docker/cluster/haproxy.cfg: to the one that has least to do of those that are ready, of those
 * that live where none is; and to another one only what could not be connected. Where an answer breaks off, so does that of the client.
 */
export class Balancer {
  private readonly backends: readonly Backend[];
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly checking: NodeJS.Timeout;
  private readonly settings = settings();

  private constructor(addresses: readonly string[]) {
    this.backends = addresses.map((address) => ({
      address,
      ready: new Check(`${address}/health/ready`, this.settings),
      live: new Check(`${address}/health/live`, this.settings),
      requests: 0,
    }));
    this.checking = setInterval(() => void this.check(), this.settings.interMs);
  }

  /** Listens on loopback until it is closed. */
  static async start(addresses: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(addresses);
    balancer.server.listen(0, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether this server is sent requests. */
  isReady(address: string): boolean {
    return this.backends.some((backend) => backend.address === address && backend.ready.isUp);
  }

  close(): void {
    clearInterval(this.checking);
    this.server.close();
    this.server.closeAllConnections();
  }

  private async check(): Promise<void> {
    const checks = this.backends.flatMap(({ ready, live }) => [ready, live]);
    await Promise.all(
      checks.map(async (check) => {
        const isGood = await fetch(check.url, { signal: AbortSignal.timeout(this.settings.interMs) }).then(
          async (response) => (await response.text(), response.status === 200),
          () => false,
        );
        check.heard(isGood);
      }),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const tried = new Set<Backend>();
    for (let n = 0; n <= this.settings.retries; n++) {
      const backend = this.next(tried);
      if (!backend) break;
      tried.add(backend);
      backend.requests++;
      const isConnected = await forwarded(request, response, backend.address).finally(() => void backend.requests--);
      if (isConnected) return;
    }
    response.writeHead(503).end();
  }

  /** One that was tried is tried once more where there is no other. */
  private next(tried: ReadonlySet<Backend>): Backend | undefined {
    const ready = this.backends.filter((backend) => backend.ready.isUp);
    const those = ready.length > 0 ? ready : this.backends.filter(({ live }) => live.isUp);
    const order = (backend: Backend): number => (tried.has(backend) ? 1_000_000 : 0) + backend.requests;
    return [...those].sort((one, other) => order(one) - order(other))[0];
  }
}

/** Sends the request on once there is a connection, and what is answered back as it comes. @returns false where there was no connection */
function forwarded(request: IncomingMessage, response: ServerResponse, address: string): Promise<boolean> {
  return new Promise((done) => {
    const { hostname, port } = new URL(address);
    const { method, url: path, headers } = request;
    // Each on a connection of its own: one that is kept may be closed by a server just as it is used again.
    const onward = requestOf({ hostname, port, method, path, headers: { ...headers, connection: 'close' }, agent: false });
    let isConnected = false;
    onward.on('socket', (socket) =>
      socket.once('connect', () => {
        isConnected = true;
        request.pipe(onward);
      }),
    );
    onward.on('response', (answer) => {
      const { connection: _, 'transfer-encoding': __, ...ours } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, ours);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => {
      if (isConnected && !response.headersSent) response.writeHead(502).end();
      if (isConnected && !response.writableFinished) response.destroy();
    });
    onward.on('close', () => {
      done(isConnected);
    });
    response.on('close', () => onward.destroy());
  });
}
