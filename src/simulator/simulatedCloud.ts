import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { omitUndefined } from '../base/omitUndefined';
import { createAccounts, type SimulatedAccounts } from './accounts';
import { toSimulatedRequest, type SimulatedRequest } from './exchange';
import { createFaultList, type Fault } from './fault';
import type { TaskPlan } from './lifecycle';
import { createLoopbackServer } from './loopbackServer';
import { randomHex } from './randomText';
import { createRateLimits } from './rateLimits';
import { routeOf, type SimulatedRoute } from './routes';
import { sendResponse, toFaultyResponse } from './sendResponse';
import type { Quirk } from './services/service';
import type { SimulatedService, SavedCloud } from './simulatedTask';
import { createSimulatedTasks } from './taskRegistry';

/** The record of a request. Contains no headers and no body, and so no secret. */
export interface RecordedRequest {
  /** When it arrived, ms since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The last value of each name. */
  readonly query: Readonly<Record<string, string>>;
  /** 0 when a fault suppressed the response. */
  readonly status: number;
  readonly service: SimulatedRoute['service'];
  /** The name of the authenticated account. */
  readonly account?: string;
  readonly taskId?: string;
}

/** Four cloud services and an identity service on loopback, for the demo and for tests. */
export interface SimulatedCloud extends Disposable {
  /** Chooses which credentials are accepted. */
  readonly accounts: SimulatedAccounts;
  /** The last thousand requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  readonly onDidRespond: Event<RecordedRequest>;
  /**
   * Listens on loopback. Does nothing if it already does.
   * @param port when left out, a free one
   * @returns the origin of all services, such as `http://127.0.0.1:41234`
   * @throws UserError when the port is taken
   */
  start(port?: number): Promise<string>;
  /** Stops listening and closes every open connection. The cloud can be started again. */
  stop(): Promise<void>;
  /** Adds a task. @param id when left out, a random one in the service's format @returns the id */
  addTask(service: SimulatedService, plan: TaskPlan, id?: string): string;
  /** Activates a fault until it has affected its number of requests or is disposed. */
  inject(fault: Fault): Disposable;
  /** Returns the tasks, without secrets, for {@link SimulatedCloud.restore}. */
  save(): SavedCloud;
  /** Replaces all tasks. They continue as if the cloud had run all the time. */
  restore(saved: SavedCloud): void;
}

const maxRecordedRequests = 1000;

/** What a cloud needs. */
interface SimulatedCloudDeps {
  readonly clock: Clock;
  readonly log?: Logger;
  /** Disables the services' rate limits. */
  readonly unlimited?: boolean;
  readonly quirks?: readonly Quirk[];
}

/** Creates a cloud without accounts and tasks. */
export function createSimulatedCloud({
  clock,
  log,
  unlimited = false,
  quirks = [],
}: SimulatedCloudDeps): SimulatedCloud {
  const now = (): number => clock.now();
  const accounts = createAccounts(now);
  const tasks = createSimulatedTasks(now);
  const takeRequest = unlimited ? () => true : createRateLimits(now);
  const quirkSet = new Set(quirks);
  const faults = createFaultList();
  const responded = new Emitter<RecordedRequest>();
  const delayed = new Set<Disposable>();
  let requests: readonly RecordedRequest[] = [];
  let origin = '';

  const record = (entry: RecordedRequest): void => {
    requests = [...requests.slice(1 - maxRecordedRequests), entry];
    log?.trace(`Simulated cloud: ${entry.method} ${entry.path} ${entry.status}`);
    responded.fire(entry);
  };

  const respond = (request: SimulatedRequest, connection: ServerResponse): void => {
    const at = now();
    const route = routeOf(request);
    const fault = faults.take(request, route);
    const state = { now: at, origin, accounts, tasks, takeRequest, quirks: quirkSet };
    const response = route.handle(request, state);
    const sent = fault ? toFaultyResponse(response, fault) : response;
    const timer = sendResponse(connection, sent, fault, clock, (status) => {
      record({
        at,
        method: request.method,
        path: request.path,
        query: Object.fromEntries(request.query),
        status,
        service: route.service,
        ...omitUndefined({ account: response.account, taskId: route.taskId }),
      });
    });
    if (timer) {
      delayed.add(timer);
      connection.once('close', () => {
        timer.dispose();
        delayed.delete(timer);
      });
    }
  };

  const server = createLoopbackServer((incoming, body, response) => {
    const { method = 'GET', url = '/' } = incoming;
    const request = toSimulatedRequest(randomHex(32), method, url, toHeaders(incoming), body);
    if (!request) {
      response.writeHead(400).end();
      return;
    }
    try {
      respond(request, response);
    } catch (error) {
      log?.error(`Simulated cloud: ${toError(error).message}`);
      response.destroy();
    }
  });

  const stop = async (): Promise<void> => {
    delayed.forEach((timer) => {
      timer.dispose();
    });
    delayed.clear();
    await server.stop();
  };

  return {
    accounts,
    get requests() {
      return requests;
    },
    onDidRespond: responded.event,
    async start(port = 0) {
      origin = await server.start(port);
      return origin;
    },
    stop,
    addTask: (service, plan, id) => tasks.add(service, plan, id),
    inject: (fault) => faults.add(fault),
    save: () => tasks.save(),
    restore(saved) {
      tasks.restore(saved);
    },
    dispose() {
      void stop();
      faults.clear();
      responded.dispose();
    },
  };
}

/** Returns the headers of a request with one string each. */
function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
