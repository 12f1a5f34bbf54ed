import { statusOf } from '../../connections/connectionStatus';
import { failureMessage } from '../../http/failureMessage';
import { omitUndefined } from '../../base/omitUndefined';
import { estimateRemaining } from '../../tasks/estimate';
import { isEnded, type Item } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { Services } from '../services';
import { localize } from '../shell/localize';
import { plainText } from '../text/plainText';
import { reasonText } from '../text/reasonText';
import { taskSummary } from '../text/taskSummary';
import { truncate } from '../text/truncate';
import { errorText } from '../text/words';
import { readCount, readText } from './toolInput';
import { withoutSignatures } from './withoutSignatures';

type ModelDeps = Pick<Services, 'store' | 'connections' | 'providers' | 'clock' | 'timeSlicer'>;

/** A longer text of a service is cut off. */
const longestText = 300;
/** Items of one response at most. */
const longestPage = 50;
/** Items are looked through in pages of this size. */
const readAtOnce = 200;

/** The connections, and whether tasks of each are polled. */
export function connectionsForModel(deps: ModelDeps): readonly object[] {
  return deps.connections.all().map(({ id, name, provider }) => ({
    id,
    name,
    provider: deps.providers.get(provider)?.label ?? provider,
    status: statusOf(id, deps).kind,
  }));
}

/** A task in few words. Links are left out: many are signed, and then as good as a password. */
export function taskForModel(deps: ModelDeps, task: TrackedTask): object {
  const { connection, id, name, state, progress, lastResponseAt } = task;
  const { blockedBy, stale, samples } = taskSummary(deps, task);
  const estimate = isEnded(state) ? undefined : estimateRemaining(samples, deps.clock.now(), lastResponseAt);
  return omitUndefined({
    connection,
    id,
    name: short(name),
    state,
    percent: progress?.percent,
    completed: progress?.completed,
    failed: progress?.failed,
    total: progress?.total,
    error: progress?.error && short(errorText(progress.error, localize)),
    secondsLeft: estimate && Math.round(estimate.remainingMs / 1000),
    respondedAt: lastResponseAt && new Date(lastResponseAt).toISOString(),
    outdatedBecause: stale && short(localize(failureMessage(stale.failure))),
    notPolledBecause: blockedBy && short(blockedBy.sentence),
  });
}

/** Which items to return. */
export interface ItemQuery {
  readonly state: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Reads the input of a tool. */
export function toItemQuery(fields: Readonly<Record<string, unknown>>): ItemQuery {
  return {
    state: readText(fields['itemState']),
    offset: readCount(fields['itemOffset'], 0, 0, Number.MAX_SAFE_INTEGER),
    limit: readCount(fields['itemLimit'], 20, 0, longestPage),
  };
}

/** A task with a page of its items. */
export async function taskInDetail(
  deps: ModelDeps,
  task: TrackedTask,
  { state, offset, limit }: ItemQuery,
): Promise<object> {
  const found: object[] = [];
  let [skipped, hasMore] = [0, false];
  for (let at = 0; at < task.itemCount && !hasMore; at += readAtOnce) {
    const page = await deps.timeSlicer.run(() => deps.store.tasks.items(task, at, readAtOnce));
    for (const item of page) {
      if (state !== undefined && item.state !== state) {
        continue;
      }
      if (skipped < offset) {
        skipped += 1;
      } else if (found.length < limit) {
        found.push(itemForModel(item));
      } else {
        hasMore = true;
        break;
      }
    }
  }
  return {
    ...taskForModel(deps, task),
    itemCount: task.itemCount,
    items: found,
    ...(hasMore && { nextItemOffset: offset + limit }),
  };
}

function itemForModel({ state, source, target, reason, link }: Item): object {
  return omitUndefined({
    state,
    source: source && short(source),
    target: target && short(target),
    reason: reason && short(reasonText(reason)),
    hasLink: link === undefined ? undefined : true,
  });
}

/** A text of a service, short, and without what makes an address in it work for anybody: its signature, a user and a password. */
function short(text: string): string {
  return truncate(withoutSignatures(plainText(text)), longestText);
}
