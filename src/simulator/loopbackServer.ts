import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { UserError, toError } from '../base/errors';
import { message } from '../base/message';

/** The part of the cloud that holds sockets. Only this machine can reach it. */
export interface LoopbackServer {
  /**
   * Listens, at a free port when `port` is 0.
   * @returns the origin, such as `http://127.0.0.1:41234`
   * @throws UserError when the port is taken
   */
  start(port: number): Promise<string>;
  /** Closes the port and every open connection. */
  stop(): Promise<void>;
}

/** A request with its whole body, and where to answer. */
export type OnRequest = (request: IncomingMessage, body: string, response: ServerResponse) => void;

const bodyLimit = 64 * 1024;

export function createLoopbackServer(onRequest: OnRequest): LoopbackServer {
  let running: { readonly server: Server; readonly origin: Promise<string> } | undefined;

  return {
    start(port) {
      if (!running) {
        const server = createServer((request, response) => {
          readBody(request, response, onRequest);
        });
        // Longer than usual polling intervals: an idle connection that closes as a request arrives looks like a fault.
        server.keepAliveTimeout = 65_000;
        const origin = listen(server, port);
        origin.catch(() => (running = undefined));
        running = { server, origin };
      }
      return running.origin;
    },
    async stop() {
      const ending = running;
      running = undefined;
      // A port that is still being opened is closed as soon as it is open.
      await ending?.origin.then(() => close(ending.server)).catch(() => undefined);
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
    if (size <= bodyLimit) {
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    if (size > bodyLimit) {
      response.writeHead(413, { connection: 'close' }).end();
    } else {
      onRequest(request, Buffer.concat(chunks).toString('utf8'), response);
    }
  });
}
