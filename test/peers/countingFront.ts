import { once } from 'node:events';
import { createServer, request as startRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a request goes, and what is put into it on its way. */
export interface Route {
  readonly origin: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that went through, and what came back. */
export interface PassedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
}

/** A server on loopback that passes everything on, and counts it. */
export interface CountingFront {
  readonly origin: string;
  /** Oldest first. */
  readonly requests: readonly PassedRequest[];
  /** How many requests of this method and path there were since the last {@link CountingFront.forget}. */
  count(method: string, path: string): number;
  /** Begins to count anew. */
  forget(): void;
  stop(): Promise<void>;
}

/** @param route decides for each request where it goes */
export async function startCountingFront(
  route: (request: IncomingMessage) => Route | Promise<Route>,
): Promise<CountingFront> {
  const requests: PassedRequest[] = [];

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = request;
    const { origin, headers } = await route(request);
    const { hostname, port } = new URL(origin);
    const forwarded = startRequest({
      ...{ hostname, port, method, path: url, agent: false },
      headers: { ...request.headers, ...headers, connection: 'close' },
    });
    request.pipe(forwarded);
    const [received] = (await once(forwarded, 'response')) as [IncomingMessage];
    const { statusCode: status = 502 } = received;
    requests.push({ method, path: url.replace(/\?.*/s, ''), status });
    response.writeHead(status, received.headers);
    received.pipe(response);
  };

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    count: (method, path) => requests.filter((each) => each.method === method && each.path === path).length,
    forget() {
      requests.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
