import { mkdtempSync, readFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { retryBusy } from '../../src/base/async/retryBusy';
import { systemClock } from '../../src/base/clock';
import { createSimulatedCloud } from '../../src/simulator/simulatedCloud';
import { openDatabase } from '../../src/store/sqlite/database';
import { createTaskStore } from '../../src/store/taskStore';
import { createTestLog } from '../store/sandbox';
import { faultNames, startFaultyFront, type FaultName, type FrontRecord } from './faultyFront';
import { createSecrets, createStormKey, nameStormKeys, revoke, type StormKey } from './stormAccounts';
import { importScript } from '../support/importScript';
import { createStormClock, trueNow } from './stormClock';
import { createTask, endTask, type StormTask } from './stormTasks';
import type { JournalLine } from './stormWindow';
import { StormWindows, type Kill } from './stormWindows';

/** What to let loose. */
export interface StormOptions {
  readonly seed: number;
  /** Requests that the cloud receives. */
  readonly polls: number;
  /** Whether the machine's clock jumps. */
  readonly hasJumps: boolean;
}

/** What happened: the record of the services and of the fronts, and what the windows wrote into their journals. */
export interface StormRecord {
  readonly folder: string;
  readonly requests: readonly FrontRecord[];
  readonly tasks: readonly StormTask[];
  readonly keys: readonly StormKey[];
  readonly journal: readonly JournalLine[];
  readonly kills: readonly Kill[];
  readonly crashes: readonly string[];
  /** How many of the killed windows somebody else killed. */
  readonly killedByOthers: number;
  /** When the clock was set, and how far ahead of the true time (ms). */
  readonly jumps: readonly { readonly at: number; readonly ahead: number }[];
  /** Ids of the tasks that the file holds at the end, with their states. */
  readonly stored: ReadonlyMap<string, string>;
  /** When faults and kills ended; true time, ms since the epoch. */
  readonly calmAt: number;
  readonly endedAt: number;
}

/** A body slower than this times out in the windows (ms). */
export const timeoutMs = 20_000;
/** How many times faster than the machine's clock a storm goes. */
export const speed = 12;
const windowCount = 5;
/** Tasks under way at a time. */
const underWay = 320;
/** Of the requests that may fail: with those that may not, it makes two in five or more of all. */
const faultShare = 0.48;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const jumps = [-26 * hour, -hour, -10 * minute, -30 * second, 30 * second, 10 * minute, hour, 26 * hour];

/** Lets a storm loose, and waits until everything is told or nothing more can be expected. */
export async function runStorm({ seed, polls, hasJumps }: StormOptions): Promise<StormRecord> {
  const time = { startedAt: Date.now(), speed };
  const now = (): number => trueNow(time);
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  mkdirSync(join(folder, 'storage'), { mode: 0o700 });
  const file = join(folder, 'storage', 'tasks.db');
  const { createRandom } = await importScript<{ readonly createRandom: (seed: number) => () => number }>(
    'scripts/bench/random.mjs',
  );
  const random = { faults: createRandom(seed), tasks: createRandom(seed + 1), windows: createRandom(seed + 2) };

  const cloud = createSimulatedCloud({ clock: createStormClock(time), unlimited: true });
  const target = await cloud.start();
  const requests: FrontRecord[] = [];
  const place = { isCalm: true };
  const choose = ({ status }: FrontRecord): FaultName =>
    // What a rejected key costs is only known when its rejection arrives.
    place.isCalm || status === 401 || random.faults() >= faultShare
      ? 'none'
      : (faultNames[Math.floor(random.faults() * faultNames.length)] ?? 'none');
  const keyNames = nameStormKeys(hasJumps);
  const fronts = await Promise.all(
    keyNames.map(([name]) =>
      startFaultyFront({
        ...{ place: name, target, speed, now, choose, timeoutMs },
        random: random.faults,
        onRequest: (record) => void requests.push(record),
      }),
    ),
  );
  const keys = keyNames.map((name, index) => createStormKey(name, fronts[index]?.origin ?? '', cloud));
  const connections = keys.flatMap((key) => key.connections);
  const secrets = await createSecrets(keys);

  let ahead = 0;
  const clock = createStormClock(time);
  const opened = openDatabase({ file, clock, log: createTestLog() });
  const store = createTaskStore(opened.database, { clock, windowId: 'the user', log: createTestLog() });
  const seen = opened.database.query<{ id: string }>(
    'SELECT id FROM tasks WHERE response_state IS NOT NULL AND ended = 0',
  );
  const all = opened.database.query<{ id: string; state: string }>('SELECT id, state FROM tasks');

  const windows = new StormWindows(now, (index, name) => ({
    ...{ time, ahead, name, file, timeoutMs, connections, secrets },
    journal: join(folder, `journal-${index}.jsonl`),
    log: join(folder, `window-${index}.log`),
    isFocused: index === 0,
  }));

  const tasks = new Map<string, StormTask>();
  const goodKeys = keys.filter(({ fate }) => fate === 'good');
  const track = async (key: StormKey, count: number): Promise<void> => {
    for (const { id: connection, provider } of key.connections) {
      const fresh = Array.from({ length: count }, () => createTask(cloud, key, connection, now()));
      fresh.forEach((task) => tasks.set(task.id, task));
      const added = fresh.map(({ id }) => ({ connection, id, provider }));
      await retryBusy(systemClock, undefined, () => store.tasks.track(added, clock.now()));
    }
  };
  const topUp = async (): Promise<void> => {
    const running = [...tasks.values()].filter(({ endsAt = Infinity, isMeasured }) => isMeasured && endsAt > now());
    for (let missing = underWay - running.length; missing > 0; missing -= 2) {
      const key = goodKeys[Math.floor(random.tasks() * goodKeys.length)];
      if (key) {
        await track(key, 2);
      }
    }
  };
  /** Decides the ends of tasks that the product has seen under way: only then is the end to be told. */
  const planEnds = (withinMs: number): void => {
    for (const { id } of seen.all()) {
      const task = tasks.get(id);
      if (task?.isMeasured === true && task.endsAt === undefined) {
        endTask(cloud, task, now() + 20 * second + random.tasks() * withinMs, random.tasks);
      }
    }
  };

  for (const key of keys) {
    await track(key, key.fate === 'good' ? 5 : 3);
  }
  for (let index = 0; index < windowCount; index++) {
    windows.start(index);
  }
  await wait(3_000);
  place.isCalm = false;

  const jumped: { at: number; ahead: number }[] = [];
  const restarts: { readonly index: number; readonly at: number }[] = [];
  const killOne = (index: number, restartMs: number): void => {
    if (windows.kill(index)) {
      restarts.push({ index, at: now() + restartMs });
    }
  };
  let nextKill = 200;
  let nextJump = now() + 200 * second;
  let isRevoked = false;
  while (requests.length < polls) {
    await wait(50);
    await topUp();
    planEnds(6 * minute);
    if (!isRevoked && requests.length > polls / 2) {
      isRevoked = true;
      keys
        .filter(({ fate }) => fate === 'revoked')
        .forEach((key) => {
          revoke(cloud, key);
        });
    }
    for (const restart of restarts.splice(0)) {
      if (restart.at <= now()) {
        windows.start(restart.index);
      } else {
        restarts.push(restart);
      }
    }
    for (let index = 0; index < windowCount; index++) {
      if (!windows.has(index) && !restarts.some((restart) => restart.index === index)) {
        windows.start(index);
      }
    }
    if (requests.length >= nextKill) {
      // Now and then no window is open for a while.
      const allOfThem = random.windows() < 0.05;
      for (let index = 0; index < windowCount; index++) {
        if (allOfThem || index === Math.floor(random.windows() * windowCount)) {
          killOne(index, allOfThem ? 40 * second : random.windows() * 30 * second);
        }
      }
      nextKill = requests.length + 50 + random.windows() * 100;
    }
    if (hasJumps && now() >= nextJump) {
      ahead += jumps[Math.floor(random.windows() * jumps.length)] ?? 0;
      jumped.push({ at: now(), ahead });
      clock.setAhead(ahead);
      windows.tell({ ahead });
      nextJump = now() + (200 + random.windows() * 200) * second;
    }
  }

  place.isCalm = true;
  const calmAt = now();
  const journal = (): JournalLine[] => readJournals(folder);
  const isDone = (): boolean => {
    const told = new Set(journal().flatMap((line) => (line.what === 'shown' ? line.tasks.map(([id]) => id) : [])));
    return [...tasks.values()].every(({ id, isMeasured }) => !isMeasured || told.has(id));
  };
  while (now() < calmAt + 20 * minute && !isDone()) {
    await wait(500);
    for (let index = 0; index < windowCount; index++) {
      if (!windows.has(index)) {
        windows.start(index);
      }
    }
    planEnds(30 * second);
  }
  // What is told once more would be told by now.
  await wait((70 * second) / speed);
  const endedAt = now();
  await windows.end();
  const stored = new Map(all.all().map(({ id, state }) => [id, state]));
  store.dispose();
  await cloud.stop();
  await Promise.all(fronts.map((front) => front.stop()));
  return {
    ...{ folder, requests, keys, stored, calmAt, endedAt },
    ...{ kills: windows.kills, crashes: windows.crashes, killedByOthers: windows.killedByOthers, jumps: jumped },
    tasks: [...tasks.values()],
    journal: journal(),
  };
}

function readJournals(folder: string): JournalLine[] {
  return Array.from({ length: windowCount }, (_, index) => {
    try {
      return readFileSync(join(folder, `journal-${index}.jsonl`), 'utf8');
    } catch {
      return '';
    }
  }).flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as JournalLine),
  );
}
