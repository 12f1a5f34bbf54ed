// A window in a process of its own, to be killed: `node killedWindowProcess.js <JSON>`. It prints `here` when it reaches
// the point where it is to be killed, and goes no further.
import { writeSync } from 'node:fs';
import { systemClock, type Clock } from '../../src/base/clock';
import { openDatabase } from '../../src/store/sqlite/database';
import type { SqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import { createTaskStore } from '../../src/store/taskStore';
import { createTestLog } from '../store/sandbox';
import type { TestAccount } from '../support/testAccounts';
import { openPollingWindow } from './pollingWindow';

/** Where it is killed: while it waits for a response, while it writes one, or after it claimed a notice. */
export type KillPoint = 'poll' | 'transaction' | 'notice';

/** What it is started with, as JSON. */
export interface KilledWindowOptions {
  readonly file: string;
  /** The time for it, ms since the epoch. */
  readonly now: number;
  readonly account: Pick<TestAccount, 'connection' | 'credentials'>;
  readonly killAt: KillPoint;
}

const longestLifeMs = 60_000;

function waitForKill(): void {
  // Synchronously, since this thread is about to block.
  writeSync(1, 'here');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestLifeMs);
  process.exit(1);
}

/** The database, which blocks for good when the response is written and its notice is about to be. */
function blocking(database: SqlDatabase): SqlDatabase {
  return {
    ...database,
    command(sql) {
      const run = database.command(sql);
      return (parameters) => {
        if (sql.includes('INSERT INTO notices')) {
          waitForKill();
        }
        return run(parameters);
      };
    },
  };
}

async function live({ file, now, account, killAt }: KilledWindowOptions): Promise<void> {
  const ahead = now - systemClock.now();
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const log = createTestLog();
  const opened = openDatabase({ file, clock, log });
  const database = killAt === 'transaction' ? blocking(opened.database) : opened.database;
  const store = createTaskStore(database, { clock, log, windowId: String(process.pid) });
  const onAnnounce = (): void => {
    if (killAt === 'notice') {
      waitForKill();
    }
  };
  await openPollingWindow({ store, clock, account, onAnnounce });
  // The clock's timers keep no process alive.
  setTimeout(() => undefined, longestLifeMs);
}

void live(JSON.parse(process.argv[2] ?? '') as KilledWindowOptions);
