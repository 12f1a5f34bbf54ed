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
import { sendAnswer, toFaultyAnswer } from './sendAnswer';
import type { SimulatedService, SimulatedWorld } from './simulatedTask';
import { createSimulatedTasks } from './taskRegistry';

/** What is remembered of an answered request. Holds no header and no body, and so no secret. */
export interface RecordedRequest {
  /** When it came, ms since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The last value of each name. */
  readonly query: Readonly<Record<string, string>>;
  /** 0 when a fault kept the answer back. */
  readonly status: number;
  readonly service: SimulatedRoute['service'];
  /** Name of the account that asked, where the service accepted one. */
  readonly account?: string;
  readonly taskId?: string;
}

/** Four clouds and their identity service on loopback, for the demo and for tests. */
export interface SimulatedCloud extends Disposable {
  /** Which credentials are accepted. */
  readonly accounts: SimulatedAccounts;
  /** The last thousand requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  readonly onDidAnswer: Event<RecordedRequest>;
  /**
   * Listens on loopback; at once when it already does.
   * @param port a free one when left out
   * @returns the origin of all services, such as `http://127.0.0.1:41234`
   * @throws UserError when the port is taken
   */
  start(port?: number): Promise<string>;
  /** Stops listening and breaks every open connection. It can be started again. */
  stop(): Promise<void>;
  /** Adds a task and returns its id; one as the service makes them when `id` is left out. */
  addTask(service: SimulatedService, plan: TaskPlan, id?: string): string;
  /** Lets something go wrong until it is over or disposed of. */
  inject(fault: Fault): Disposable;
  /** The tasks, without secrets, for {@link SimulatedCloud.restore}. */
  save(): SimulatedWorld;
  /** Replaces all tasks. They go on as if the cloud had run all the time. */
  restore(world: SimulatedWorld): void;
}

const rememberedRequests = 1000;

/** What a cloud needs of the world around it. */
interface SimulatedCloudDeps {
  readonly clock: Clock;
  readonly log?: Logger;
  /** Leaves out the services' limits on requests per second. */
  readonly unlimited?: boolean;
}

/** Creates a cloud without accounts and tasks. */
export function createSimulatedCloud({ clock, log, unlimited = false }: SimulatedCloudDeps): SimulatedCloud {
  const now = (): number => clock.now();
  const accounts = createAccounts(now);
  const tasks = createSimulatedTasks(now);
  const takeRequest = unlimited ? () => true : createRateLimits(now);
  const faults = createFaultList();
  const answered = new Emitter<RecordedRequest>();
  const delayed = new Set<Disposable>();
  let requests: readonly RecordedRequest[] = [];
  let origin = '';

  const record = (entry: RecordedRequest): void => {
    requests = [...requests.slice(1 - rememberedRequests), entry];
    log?.trace(`Simulated cloud: ${entry.method} ${entry.path} ${entry.status}`);
    answered.fire(entry);
  };

  const reply = (request: SimulatedRequest, response: ServerResponse): void => {
    const at = now();
    const route = routeOf(request);
    const fault = faults.take(request, route);
    const answer = route.answer(request, { now: at, origin, accounts, tasks, takeRequest });
    const sent = fault ? toFaultyAnswer(answer, fault) : answer;
    const later = sendAnswer(response, sent, fault, clock, (status) => {
      record({
        at,
        method: request.method,
        path: request.path,
        query: Object.fromEntries(request.query),
        status,
        service: route.service,
        ...omitUndefined({ account: answer.account, taskId: route.taskId }),
      });
    });
    if (later) {
      delayed.add(later);
      response.once('close', () => {
        later.dispose();
        delayed.delete(later);
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
      reply(request, response);
    } catch (error) {
      log?.error(`Simulated cloud: ${toError(error).message}`);
      response.destroy();
    }
  });

  const stop = async (): Promise<void> => {
    delayed.forEach((later) => {
      later.dispose();
    });
    delayed.clear();
    await server.stop();
  };

  return {
    accounts,
    get requests() {
      return requests;
    },
    onDidAnswer: answered.event,
    async start(port = 0) {
      origin = await server.start(port);
      return origin;
    },
    stop,
    addTask: (service, plan, id) => tasks.add(service, plan, id),
    inject: (fault) => faults.add(fault),
    save: () => tasks.save(),
    restore(world) {
      tasks.restore(world);
    },
    dispose() {
      void stop();
      faults.clear();
      answered.dispose();
    },
  };
}

/** A request's headers with one text each. */
function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
