import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { markedSecret } from '../support/markedSecret';

/** Where OAuth clients get their tokens. */
export const tokenPath = '/token';

/** A response that repeats what was sent. */
interface Echo {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A response that every service's provider takes for a running task, with what was sent beside it. */
const toGoodResponse = (said: string, id: string): Echo => {
  const tasks = [{ task_id: id, status: 'PROCESSING', progress: 3, said }];
  const numbers = { status: 1, total: 3, finished: 1, completed: 1 };
  const body = JSON.stringify({ code: 0, task_id: id, taskId: id, state: 'running', ...numbers, tasks, said });
  return { status: 200, body };
};

/** Ways in which gateways and debugging services repeat what they were sent. @param said headers and body of the request */
const echoes: readonly ((said: string, id: string) => Echo)[] = [
  (said) => ({ status: 400, body: JSON.stringify({ errors: { [said]: [said] } }) }),
  (said) => ({ status: 403, body: JSON.stringify({ code: said, message: said }) }),
  (said) => ({ status: 404, body: said }),
  (said) => ({ status: 500, body: `<!DOCTYPE html><title>${said}</title>` }),
  (said) => ({ status: 502, body: JSON.stringify({ code: 'E.1', msg: said }) }),
  (said) => ({ status: 200, body: said }),
  (said) => ({ status: 200, body: JSON.stringify({ [said.replace(/^.*?(KeepThisOut|MII)/s, '$1')]: said }) }),
  (said) => ({ status: 200, body: JSON.stringify({ code: '13000102', msg: said }) }),
  toGoodResponse,
  (said) => ({ status: 302, headers: { location: `/elsewhere?said=${encodeURIComponent(said)}` }, body: said }),
  (said) => ({ status: 401, body: JSON.stringify({ error_code: 'APIGW.0301', error_msg: said }) }),
];

/** A service on loopback before the simulated cloud. It can repeat in its responses all that it was sent. */
export interface EchoService {
  readonly origin: string;
  /** How many ways to repeat it there are. */
  readonly ways: number;
  /** The one of them that is no failure. */
  readonly goodWay: number;
  /** How many responses repeated what was sent. */
  readonly responseCount: number;
  /** Responds in this way from now on; `undefined` lets the cloud respond. */
  use(way: number | undefined): void;
  stop(): void;
}

/** Starts it. @param cloud origin of the simulated cloud */
export async function startEchoService(cloud: string): Promise<EchoService> {
  let way: number | undefined;
  let responseCount = 0;
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const { method, url = '', headers } = incoming;
      if (url === tokenPath && (way === undefined || way === echoes.indexOf(toGoodResponse))) {
        // It lives so briefly that later requests need another one.
        const token = { access_token: markedSecret('issued'), token_type: 'Bearer', expires_in: 1 };
        response.end(JSON.stringify(token));
        return;
      }
      if (way === undefined) {
        // The host stays as it was signed.
        const onward = request(cloud + url, { method, headers }, (onwardResponse) => {
          onwardResponse.pipe(response.writeHead(onwardResponse.statusCode ?? 502, onwardResponse.headers));
        });
        onward.on('error', () => response.destroy()).end(body);
        return;
      }
      responseCount++;
      const said = saidIn(incoming, body);
      const echo = echoes[way]!(said, /echo-[\w-]+/.exec(url)?.[0] ?? '');
      response.writeHead(echo.status, { 'x-request-id': toRequestId(said), ...echo.headers }).end(echo.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    ways: echoes.length,
    goodWay: echoes.indexOf(toGoodResponse),
    get responseCount() {
      return responseCount;
    },
    use(next) {
      way = next;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Ids of requests are shown as they are, so that support can find them. */
function toRequestId(said: string): string {
  const secret = said.replace(/^.*?(?=KeepThisOut|MII)/s, '');
  return /^[\w.:-]+$/.test(secret) ? secret : Buffer.from(said).toString('base64').replace(/\W/g, '').slice(0, 100);
}

/** Short values first: what is said is shortened where it is shown. */
function saidIn({ headers }: IncomingMessage, body: string): string {
  const names = ['x-auth-token', 'access-token', 'x-security-token', 'x-key', 'authorization'];
  return [body, ...names.map((name) => headers[name] ?? '')].flat().filter(Boolean).join(' ');
}
