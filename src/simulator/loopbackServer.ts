import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { UserError, toError } from '../base/errors';
import { message } from '../base/message';

/** An HTTP server that only this machine can reach. */
export interface LoopbackServer {
  /**
   * Listens on `port`, or on a free port if it is 0.
   * @returns the origin, such as `http://127.0.0.1:41234`
   * @throws UserError when the port is taken
   */
  start(port: number): Promise<string>;
  /** Closes the port and every open connection. */
  stop(): Promise<void>;
}

/** Handles a request with its complete body. */
export type OnRequest = (request: IncomingMessage, body: string, response: ServerResponse) => void;

const maxBodyBytes = 64 * 1024;

/** Creates a server that does not listen yet. */
export function createLoopbackServer(onRequest: OnRequest): LoopbackServer {
  let running: { readonly server: Server; readonly origin: Promise<string> } | undefined;

  return {
    start(port) {
      if (!running) {
        const server = createServer((request, response) => {
          readBody(request, response, onRequest);
        });
        // Longer than common polling intervals: a request on a connection that is just closing would fail.
        server.keepAliveTimeout = 65_000;
        const origin = listen(server, port);
        origin.catch(() => (running = undefined));
        running = { server, origin };
      }
      return running.origin;
    },
    async stop() {
      const stopping = running;
      running = undefined;
      // Waits for a pending `listen` first.
      await stopping?.origin.then(() => close(stopping.server)).catch(() => undefined);
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const human =
        error.code === 'EADDRINUSE'
          ? message('Port {0} is already in use on this machine. Choose another one.', port)
          : message('The simulated cloud cannot listen on port {0}: {1}', port, toError(error).message);
      reject(new UserError(human, { cause: error }));
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function readBody(request: IncomingMessage, response: ServerResponse, onRequest: OnRequest): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBodyBytes) {
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    if (size > maxBodyBytes) {
      response.writeHead(413, { connection: 'close' }).end();
    } else {
      onRequest(request, Buffer.concat(chunks).toString('utf8'), response);
    }
  });
}
