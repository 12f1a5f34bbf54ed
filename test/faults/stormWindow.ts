// One window of a storm, as a process of its own. Its parent sends what it needs, secrets included: they must not be in
// the command line. It writes what happens into its journal, synchronously, because it may be killed at any moment.
import { closeSync, openSync, writeSync } from 'node:fs';
import { createCredentialVault } from '../../src/auth/credentialVault';
import { toError } from '../../src/base/errors';
import type { Logger } from '../../src/base/log';
import { TimeSlicer } from '../../src/base/timeSlicer';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { rulesOf, statusOf } from '../../src/connections/connectionStatus';
import { onDidChangeStatus } from '../../src/connections/statusChanges';
import { createHttpClient } from '../../src/http/httpClient';
import { Announcer } from '../../src/notices/announcer';
import { Poller } from '../../src/polling/poller';
import { purgeOldTasks } from '../../src/polling/purge';
import { builtInProviders } from '../../src/providers/builtInProviders';
import { createConnectionRules } from '../../src/providers/checkConnection';
import { createProviderRegistry } from '../../src/providers/registry';
import { openDatabase } from '../../src/store/sqlite/database';
import { createTaskStore } from '../../src/store/taskStore';
import { createMemorySetting } from '../support/memorySetting';
import { createSecretStore } from '../support/secretStore';
import { windowHeader } from './faultyFront';
import { createStormClock, trueNow, type StormTime } from './stormClock';

/** What a window is started with. */
export interface StormWindowOptions {
  readonly time: StormTime;
  /** How far the machine's clock is ahead of the true time (ms). */
  readonly ahead: number;
  /** Names the window. */
  readonly name: string;
  readonly file: string;
  readonly journal: string;
  readonly log: string;
  readonly isFocused: boolean;
  readonly timeoutMs: number;
  readonly connections: readonly Connection[];
  /** The content of the secret storage. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the parent sends later. */
export interface StormMessage {
  /** The machine's clock is set this far ahead of the true time (ms). */
  readonly ahead: number;
}

/** A line of a journal; `at` is the true time, ms since the epoch. */
export type JournalLine = { readonly at: number; readonly window: string } & (
  | { readonly what: 'shown'; readonly tasks: readonly (readonly [id: string, state: string, sequence: number])[] }
  | { readonly what: 'settled'; readonly sequences: readonly number[] }
  | { readonly what: 'started' }
  | { readonly what: 'claimed' | 'rejected' | 'in memory' | 'unhandled' | 'error'; readonly text: string }
);

type JournalEntry = JournalLine extends infer Line
  ? Line extends unknown
    ? Omit<Line, 'at' | 'window'>
    : never
  : never;

async function live(options: StormWindowOptions): Promise<void> {
  const { time, name, file, timeoutMs } = options;
  const clock = createStormClock(time, options.ahead);
  const journal = openSync(options.journal, 'a');
  const output = openSync(options.log, 'a');
  const note = (entry: JournalEntry): void => {
    writeSync(journal, `${JSON.stringify({ at: trueNow(time), window: name, ...entry })}\n`);
  };
  for (const event of ['unhandledRejection', 'uncaughtException']) {
    process.on(event, (error: unknown) => {
      note({ what: 'unhandled', text: toError(error).stack ?? String(error) });
    });
  }
  process.on('message', ({ ahead }: StormMessage) => {
    clock.setAhead(ahead);
  });
  process.on('disconnect', () => process.exit(0));
  process.on('exit', () => {
    closeSync(output);
  });

  const write = (level: string) => (line: string) => {
    writeSync(output, `${new Date(clock.now()).toISOString()} ${name} ${level} ${line}\n`);
    if (level === 'error') {
      note({ what: 'error', text: line });
    }
  };
  const log: Logger = {
    // Why each connection is not polled now: hundreds of lines a second.
    trace: () => undefined,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };

  const opened = openDatabase({
    ...{ file, clock, log },
    onDidLeaveFile: ({ text }) => {
      note({ what: 'in memory', text });
    },
  });
  if (opened.kind === 'in-memory') {
    note({ what: 'in memory', text: opened.problem.text });
  }
  const store = createTaskStore(opened.database, { clock, log, windowId: name });
  const secrets = createSecretStore();
  for (const [key, value] of Object.entries(options.secrets)) {
    secrets.entries.set(key, value);
  }
  const vault = createCredentialVault(secrets, clock);
  const providers = createProviderRegistry(builtInProviders);
  const setting = createMemorySetting(options.connections);
  const connections = new ConnectionDirectory({ setting, vault, rules: createConnectionRules(providers), clock });
  const http = createHttpClient({ clock, log });
  const client = new HttpServiceClient(
    {
      send: (request, sendOptions) =>
        http.send({ ...request, headers: { ...request.headers, [windowHeader]: name } }, sendOptions),
    },
    clock,
    () => timeoutMs,
    store.connections,
  );
  const timeSlicer = new TimeSlicer(clock, (error) => {
    log.error(toError(error).stack ?? String(error));
  });
  const queue: typeof store.queue = {
    ...store.queue,
    claim(request) {
      const claims = store.queue.claim(request);
      const [first] = claims;
      if (first) {
        note({ what: 'claimed', text: first.task.connection });
      }
      return claims;
    },
  };
  const poller = new Poller({
    ...{ store: { ...store, queue }, connections, providers, client, clock, log, timeSlicer },
    limits: () => ({ minInterval: 5_000, maxInterval: 60_000 }),
    presence: () => 'focused',
    random: Math.random,
  });
  poller.onDidReject(({ connection }) => {
    note({ what: 'rejected', text: connection });
  });
  note({ what: 'started' });
  await connections.load();
  const outbox: typeof store.outbox = {
    ...store.outbox,
    settle(sequences) {
      store.outbox.settle(sequences);
      note({ what: 'settled', sequences });
    },
  };
  new Announcer({
    ...{ store: { ...store, outbox }, clock, log },
    isFocused: () => options.isFocused,
    isWorthWaiting: (id) => rulesOf(statusOf(id, { store, connections, providers, clock })).startupWaits,
    onDidChangeStatus: (listener) => onDidChangeStatus({ store, connections, providers }, listener),
    isWanted: () => true,
    show({ notices }) {
      note({ what: 'shown', tasks: notices.map(({ task, to, sequence }) => [task.id, to, sequence]) });
    },
  });
  purgeOldTasks({ tasks: store.tasks, historyDays: () => 30, timeSlicer, clock, log });
  poller.start();
}

process.once('message', (options: StormWindowOptions) => {
  void live(options);
});
