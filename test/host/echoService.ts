import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer that repeats what was sent. */
interface Echo {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Ways in which gateways and debugging services repeat what they were sent. @param said headers and body of the request */
const echoes: readonly ((said: string, id: string) => Echo)[] = [
  (said) => ({ status: 400, body: JSON.stringify({ errors: { [said]: [said] } }) }),
  (said) => ({ status: 403, body: JSON.stringify({ code: said, message: said }) }),
  (said) => ({ status: 404, body: said }),
  (said) => ({ status: 500, body: `<!DOCTYPE html><title>${said}</title>` }),
  (said) => ({ status: 502, body: JSON.stringify({ code: said.slice(0, 60), msg: said.slice(60, 300) }) }),
  (said) => ({ status: 200, body: said }),
  (said) => ({ status: 200, body: JSON.stringify({ [said.replace(/^.*?(KeepThisOut|MII)/s, '$1')]: said }) }),
  (said) => ({ status: 200, body: JSON.stringify({ code: '13000102', msg: said }) }),
  (said, id) => ({
    status: 200,
    body: JSON.stringify({ task_id: id, status: 1, total: 3, finished: 1, state: 'running', percent: 3, said }),
  }),
  (said) => ({ status: 302, headers: { location: `/elsewhere?said=${encodeURIComponent(said)}` }, body: said }),
  (said) => ({ status: 401, body: JSON.stringify({ error_code: 'APIGW.0301', error_msg: said }) }),
];

/** A service on loopback that repeats in its answers all it was sent, in each way in turn. */
export interface EchoService {
  readonly origin: string;
  /** How many ways there are. */
  readonly ways: number;
  /** Answers in this way from now on. */
  use(way: number): void;
  stop(): void;
}

/** Starts it. */
export async function startEchoService(): Promise<EchoService> {
  let way = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const said = saidIn(request, body);
      const { status, headers, body: answer } = echoes[way]!(said, request.url?.split('/').at(-1) ?? '');
      // Ids of requests are shown as they are, so that support can find them.
      const id = said.replace(/^.*?(?=KeepThisOut|MII)/s, '').replace(/[^\w.:-].*$/s, '');
      response.writeHead(status, { 'x-request-id': id, ...headers }).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    ways: echoes.length,
    use(next) {
      way = next;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Short values first: what is said is shortened where it is shown. */
function saidIn({ headers }: IncomingMessage, body: string): string {
  const names = ['x-auth-token', 'access-token', 'x-security-token', 'x-key', 'authorization'];
  return [body, ...names.map((name) => headers[name] ?? '')].flat().filter(Boolean).join(' ');
}
