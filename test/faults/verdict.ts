import { findSecret } from '../support/markedSecret';
import { searchFiles } from '../support/secretSearch';
import { arrived, type FrontRecord } from './faultyFront';
import type { StormRecord } from './storm';
import type { StormTask } from './stormTasks';
import type { JournalLine } from './stormWindow';

/** A row of the table. A row with an allowed number of faults fails beyond it, and names an example. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly failed?: boolean;
  readonly example?: string;
}

const second = 1_000;
/** The longest interval of the windows' settings, with its jitter. */
const longestIntervalMs = 69 * second;
/** The lease of a task (ms): a killed window's task is polled after it. */
const leaseMs = 45 * second;
/** The lease of a notice, and how often a window looks for those that have expired (ms). */
const noticeMs = 62 * second;
/** A window that starts waits so long (ms) for overdue tasks before it tells anything. */
const catchUpMs = 40 * second;
/** From the first rejection on, how long (ms) a window that has sent a request already may not know of it. */
const inFlightMs = 20 * second;
/** A service that does not know a task any more says so for this long (ms) before the task counts as expired. */
const missingMs = 150 * second;
/** What computing takes on a busy machine (ms): ten seconds of the machine's clock. */
const slackMs = 120 * second;

interface Told {
  readonly at: number;
  readonly window: string;
  readonly state: string;
  readonly sequence: number;
}

/** Holds a record against what is right. */
export async function judge(record: StormRecord): Promise<readonly Row[]> {
  const told = tellings(record.journal);
  const measured = record.tasks.filter(({ isMeasured, endsAt }) => isMeasured && endsAt !== undefined);
  const searched = await searchFiles(record.folder, findSecret);
  const rejected = rejectedKeys(record);
  // Once the faults have ended it goes on until everything is told.
  const inStorm = record.requests.filter(({ at }) => at < record.calmAt);
  // A jump of the clock is a fault of the way, too.
  const faulty = inStorm.filter(({ fault, isAboutTime }) => fault !== 'none' || isAboutTime).length;
  const lateness = measured.flatMap((task) => {
    const [first] = told.get(task.id) ?? [];
    return first && task.endsAt !== undefined
      ? [{ task, ms: first.at - task.endsAt, allowedMs: allowed(record, task, first.at) }]
      : [];
  });
  const times = lateness.map(({ ms }) => ms).sort((a, b) => a - b);
  const share = Math.max(0, ...lateness.map(({ ms, allowedMs }) => ms / allowedMs));
  const lines = (what: JournalLine['what']): readonly string[] =>
    record.journal.flatMap((line) => (line.what === what && 'text' in line ? [`${line.window}: ${line.text}`] : []));
  const doubled = measured.flatMap((task) => {
    const all = told.get(task.id) ?? [];
    return all.slice(1).map((again, index) => ({ task, again, isExcused: isExcused(record, all[index]) }));
  });

  return [
    { name: 'polls (requests at the services)', value: `${record.requests.length}` },
    { name: 'of them while faults lasted', value: `${inStorm.length}` },
    { name: 'of these faulty', value: `${faulty} (${Math.round((100 * faulty) / inStorm.length)} %)` },
    {
      name: 'windows killed and started again',
      value: `${record.kills.length}${record.killedByOthers > 0 ? `, ${record.killedByOthers} by others` : ''}`,
    },
    { name: 'clock jumps', value: `${record.jumps.length}` },
    { name: 'tasks', value: `${record.tasks.length}` },
    { name: 'transitions to tell', value: `${measured.length}` },
    none(
      'tasks lost',
      record.tasks.filter(({ id }) => !record.stored.has(id)).map(({ connection, id }) => `${connection}/${id}`),
    ),
    none(
      'transitions missed',
      measured.filter(({ id }) => !told.has(id)).map((task) => describe(record, task)),
    ),
    none(
      'transitions told with a wrong state',
      measured.flatMap((task) => {
        const wrong = (told.get(task.id) ?? []).find(({ state }) => !task.endStates.some((each) => each === state));
        return wrong ? [`${describe(record, task)}: told ${wrong.state}`] : [];
      }),
    ),
    none(
      'transitions that were none (told before the end)',
      measured.flatMap((task) => {
        const early = (told.get(task.id) ?? []).find(({ at }) => at < (task.endsAt ?? 0) - second);
        return early ? [describe(record, task)] : [];
      }),
    ),
    none(
      'transitions doubled',
      doubled
        .filter(({ isExcused }) => !isExcused)
        .map(({ task, again }) => `${describe(record, task)}, again by ${again.window}`),
    ),
    {
      name: 'told again, the window was killed between showing and settling',
      value: `${doubled.filter(({ isExcused }) => isExcused).length}`,
    },
    none(
      'transitions late beyond their due time',
      lateness
        .filter(({ ms, allowedMs }) => ms > allowedMs)
        .map(
          ({ task, ms, allowedMs }) =>
            `${describe(record, task)}: told after ${Math.round(ms / second)} s, due within ${Math.round(allowedMs / second)} s`,
        ),
    ),
    {
      name: 'from the end to the notification: median, 99 %, longest; longest share of what is due',
      value: `${[0.5, 0.99, 1].map((part) => `${Math.round((times[Math.ceil(part * times.length) - 1] ?? 0) / second)} s`).join(', ')}; ${Math.round(100 * share)} %`,
    },
    none(
      'secrets elsewhere',
      searched.found.map(([file, words]) => `${file}: …${words}…`),
      `in ${searched.files.length} files`,
    ),
    none(
      'keys never accepted: requests beyond one each',
      rejected.filter(({ fate }) => fate === 'never accepted').flatMap(({ beyond }) => beyond),
    ),
    none(
      'keys revoked in use: requests after the first rejection was known',
      rejected.filter(({ fate }) => fate === 'revoked').flatMap(({ beyond }) => beyond),
    ),
    {
      name: 'requests with a rejected key, each of six keys in four connections',
      value: rejected.map(({ count }) => count).join(', '),
    },
    none('unhandled rejections and exceptions', [...lines('unhandled'), ...record.crashes]),
    none('windows that left the file', lines('in memory')),
    { name: 'errors in the windows\u2019 logs', value: `${lines('error').length}`, ...example(lines('error')) },
  ];
}

function none(name: string, found: readonly string[], more = ''): Row {
  return { name, value: [found.length, more].join(' ').trim(), failed: found.length > 0, ...example(found) };
}

function example([first]: readonly string[]): Pick<Row, 'example'> {
  return first === undefined ? {} : { example: first };
}

function tellings(journal: readonly JournalLine[]): ReadonlyMap<string, readonly Told[]> {
  const told = new Map<string, Told[]>();
  for (const line of journal) {
    for (const [id, state, sequence] of line.what === 'shown' ? line.tasks : []) {
      const entry = { at: line.at, window: line.window, state, sequence };
      told.set(
        id,
        [...(told.get(id) ?? []), entry].sort((a, b) => a.at - b.at),
      );
    }
  }
  return told;
}

/** Whether the window that told an end was killed before it could settle the notice. */
function isExcused({ journal, kills }: StormRecord, first: Told | undefined): boolean {
  if (!first || !kills.some(({ window }) => window === first.window)) {
    return false;
  }
  return !journal.some(
    (line) => line.what === 'settled' && line.window === first.window && line.sequences.includes(first.sequence),
  );
}

/**
 * How long after its end (ms) a task may be told at the latest, by the documented numbers alone: an interval, what each
 * failed request at its place may delay the next one, the lease of each window that was killed while it had the connection,
 * one request for each other task there, and the time in which no window was open.
 */
function allowed(record: StormRecord, task: StormTask, until: number): number {
  const { requests, kills, jumps, endedAt } = record;
  const from = task.endsAt ?? 0;
  const own = requests.filter(({ place }) => place === task.place);
  let failures = 0;
  let sum = longestIntervalMs + noticeMs + slackMs + (task.endStates.includes('expired') ? missingMs : 0);
  const others = new Set([task.id]);
  own.forEach((request, index) => {
    const end = request.endedAt ?? request.at;
    const wasLost = kills.some(({ window, at }) => window === request.window && at >= request.at && at < end + slackMs);
    const isGood = arrived(request) && request.status < 500 && !wasLost;
    failures = isGood ? 0 : failures + 1;
    if (request.at > until) {
      return;
    }
    if (!isGood) {
      const backoff = Math.min(300, 5 * 2 ** (failures + 1)) * second;
      const delay = Math.max(backoff, request.retryAfterMs ?? 0) + 5 * second + (end - request.at);
      // A delay that began before the end may reach beyond it.
      sum += Math.max(0, Math.min(delay, request.at + delay - from));
    } else if (request.at >= from && !others.has(request.path)) {
      others.add(request.path);
      sum += Math.min(15 * second, (own[index + 1]?.at ?? end) - request.at);
    }
  });
  sum +=
    killsWithLease(record, task.connection).filter((at) => at >= from - leaseMs && at <= until).length *
    (leaseMs + 15 * second);
  for (const { start, end } of noWindow(kills)) {
    sum += start <= until && end >= from ? Math.min(end, endedAt) - start + catchUpMs : 0;
  }
  // A window sees that the clock went back within 15 s; leases and delays then begin anew.
  const jumped = jumps.filter(({ at }) => at >= from - 300 * second && at <= until).length;
  return sum + jumped * (15 * second + leaseMs + 60 * second);
}

/** When windows were killed that were the last to lease tasks of a connection; true times, ms since the epoch. */
function killsWithLease({ journal, kills }: StormRecord, connection: string): readonly number[] {
  const claims = journal
    .filter((line) => line.what === 'claimed' && line.text === connection)
    .sort((one, other) => one.at - other.at);
  return kills
    .filter(({ window, at }) => claims.findLast((claim) => claim.at <= at)?.window === window)
    .map(({ at }) => at);
}

/** When no window was open. */
function noWindow(kills: StormRecord['kills']): readonly { readonly start: number; readonly end: number }[] {
  return kills.flatMap(({ at }) => {
    const down = kills.filter((kill) => kill.at <= at && (kill.restartedAt ?? Infinity) > at);
    return down.length >= 5
      ? [{ start: at, end: Math.min(...down.map(({ restartedAt }) => restartedAt ?? Infinity)) }]
      : [];
  });
}

function rejectedKeys({ keys, requests, kills }: StormRecord) {
  return keys
    .filter(({ fate }) => fate !== 'good')
    .map(({ name, fate }) => {
      const rejections = requests.filter(
        ({ place, status, isAboutTime }) => place === name && status === 401 && isAboutTime !== true,
      );
      const [first, ...others] = rejections;
      const wasKilled = ({ window, at }: FrontRecord): boolean =>
        kills.some((kill) => kill.window === window && kill.at >= at && kill.at - at < inFlightMs);
      const isInFlight = ({ at }: FrontRecord): boolean =>
        fate === 'revoked' && at < (first?.endedAt ?? 0) + inFlightMs;
      const beyond = rejections
        .filter((request, index) => index > 0 && !isInFlight(request) && !rejections.slice(0, index).every(wasKilled))
        .map(
          (request) =>
            `${name}: ${others.length + 1} requests; one by ${request.window}, ${Math.round(request.at - (first?.at ?? 0))} ms after the first by ${first?.window ?? ''}`,
        );
      return { name, fate, count: rejections.length, beyond };
    });
}

function describe({ calmAt }: StormRecord, { connection, id, endsAt = 0, endStates }: StormTask): string {
  const when = Math.round((endsAt - calmAt) / second);
  return `${connection}/${id} (${endStates.join()}, ended ${Math.abs(when)} s ${when < 0 ? 'before' : 'after'} the storm's end)`;
}
