import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A second address of a server on this machine. */
export interface Front {
  readonly origin: string;
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * Forwards to `origin` what comes in on 127.0.0.2. VS Code never uses a proxy for 127.0.0.1 and localhost, whatever the
 * settings say.
 * @param server the key and certificate for TLS; plain text without them
 */
export async function startFront(
  origin: string,
  server?: { readonly key: string; readonly cert: string },
): Promise<Front> {
  const target = new URL(origin);
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const pass = (socket: Socket): void => {
    const inner = track(connect(Number(target.port), target.hostname));
    track(socket).pipe(inner).pipe(socket);
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
  };
  const listener = server ? createTlsServer(server, pass) : createServer(pass);
  listener.listen(0, '127.0.0.2');
  await once(listener, 'listening');
  const host = `127.0.0.2:${(listener.address() as AddressInfo).port}`;
  return {
    host,
    origin: `${server ? 'https' : 'http'}://${host}`,
    async stop() {
      for (const socket of sockets) {
        socket.destroy();
      }
      listener.close();
      await once(listener, 'close');
    },
  };
}
