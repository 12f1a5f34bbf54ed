// Another window, as a process of its own: `node windowProcess.js <file> <what>`. Tells its parent what it did.
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../src/base/clock';
import type { Logger } from '../../src/base/log';
import { openDatabase } from '../../src/store/sqlite/database';
import { createTaskStore } from '../../src/store/taskStore';
import type { Store } from '../../src/tasks/ports/store';
import { answer, settlement, start } from './sandbox';

const silent = (): void => undefined;
const log: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const [, , file = '', what = ''] = process.argv;

function tell(said: unknown): void {
  process.send?.(said);
}

function openStore(): Store {
  const opened = openDatabase({ file, clock: systemClock, log });
  if (opened.kind !== 'opened') {
    throw new Error(opened.problem.text);
  }
  return createTaskStore(opened.database, { clock: systemClock, windowId: String(process.pid), log });
}

/** Takes turns at fifty connections until nothing is due, and settles each claim with a notice. */
function work(): void {
  const store = openStore();
  const connections = Array.from({ length: 50 }, (_, index) => ({ id: `c${index}`, credentialVersion: 1 }));
  tell('ready');
  process.once('message', () => {
    const claimed: string[] = [];
    for (;;) {
      const claims = store.queue.claim({ connections, now: start, until: start + 60_000, limit: 1 });
      if (claims.length === 0) {
        break;
      }
      for (const claim of claims) {
        claimed.push(`${claim.task.connection}/${claim.task.id}`);
        const transition = { from: 'running', to: 'succeeded', at: start } as const;
        store.queue.settle([settlement(claim, answer({ state: 'succeeded' }), start, { transition })]);
      }
    }
    const shown: number[] = [];
    for (;;) {
      const notices = store.outbox.claim(start, start + 60_000, 3);
      if (notices.length === 0) {
        break;
      }
      shown.push(...notices.map(({ sequence }) => sequence));
      store.outbox.settle(notices.map(({ sequence }) => sequence));
    }
    store.dispose();
    tell({ claimed, shown });
    process.disconnect();
  });
}

/** Opens the file as soon as the parent says so, and tells whether it could. */
function open(): void {
  tell('ready');
  process.once('message', () => {
    const opened = openDatabase({ file, clock: systemClock, log });
    tell(opened.kind === 'opened' ? { setAside: opened.setAside } : opened.problem);
    process.once('message', () => {
      if (opened.kind === 'opened') {
        opened.database.dispose();
      }
      process.disconnect();
    });
  });
}

/** Leases, then begins a transaction that it never ends, and waits to be killed. */
function hang(): void {
  const store = openStore();
  const claims = store.queue.claim({
    connections: [{ id: 'works', credentialVersion: 1 }],
    now: start,
    until: start + 60_000,
    limit: 3,
  });
  const handle = new DatabaseSync(file);
  handle.exec('BEGIN IMMEDIATE; DELETE FROM tasks; UPDATE counter SET revision = revision + 1000');
  tell(claims.length);
  process.on('message', () => {
    handle.exec('ROLLBACK');
  });
}

const tasks: Readonly<Record<string, () => void>> = { work, open, hang };
tasks[what]?.();
