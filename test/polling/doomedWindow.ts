// A window in a process of its own, to be killed: `node doomedWindow.js <JSON>`. It says `here` when it gets to the place
// where it is to die, and goes no further.
import { writeSync } from 'node:fs';
import { systemClock, type Clock } from '../../src/base/clock';
import { openDatabase } from '../../src/store/sqlite/database';
import type { SqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import { createTaskStore } from '../../src/store/taskStore';
import { createTestLog } from '../store/sandbox';
import type { TestAccount } from '../support/testAccounts';
import { openTrackingWindow } from './pollingWindow';

/** Where it dies: while an answer is awaited, while one is written, or after it took a notice to show. */
export type Doom = 'poll' | 'transaction' | 'notice';

/** What it is told. */
export interface DoomedWindow {
  readonly file: string;
  /** What time it is, ms since the epoch. */
  readonly now: number;
  readonly account: Pick<TestAccount, 'connection' | 'credentials'>;
  readonly doom: Doom;
}

const longestLife = 60_000;

function waitForTheEnd(): void {
  // At once, since nothing more is sent from here that has to wait.
  writeSync(1, 'here');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestLife);
  process.exit(1);
}

/** The database, which stops for good when the answer is in it and its notice is about to be. */
function doomed(database: SqlDatabase): SqlDatabase {
  return {
    ...database,
    command(sql) {
      const run = database.command(sql);
      return (parameters) => {
        if (sql.includes('INSERT INTO notices')) {
          waitForTheEnd();
        }
        return run(parameters);
      };
    },
  };
}

async function live({ file, now, account, doom }: DoomedWindow): Promise<void> {
  const ahead = now - systemClock.now();
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
  const log = createTestLog();
  const opened = openDatabase({ file, clock, log });
  const database = doom === 'transaction' ? doomed(opened.database) : opened.database;
  const store = createTaskStore(database, { clock, log, windowId: String(process.pid) });
  const onAnnounce = (): void => {
    if (doom === 'notice') {
      waitForTheEnd();
    }
  };
  await openTrackingWindow({ store, clock, account, onAnnounce });
  // The clock's timers keep no process alive.
  setTimeout(() => undefined, longestLife);
}

void live(JSON.parse(process.argv[2] ?? '') as DoomedWindow);
