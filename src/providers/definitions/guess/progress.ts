import { omitUndefined } from '../../../base/omitUndefined';
import type { ProgressDefinition, ProviderDefinition } from '../definition';
import { toAmount, toPercentage } from '../reading/values';
import { bestOf, ranked, type Finding } from './finding';
import { distanceOf, expressionAt, isWrapped, levelOf, ownObjects, type Leaf, type Place, type Places } from './places';

const percentNames = [
  ...['percent', 'percentage', 'progress', 'percentcomplete', 'progresspercent', 'progresspercentage'],
  ...['percentdone', 'pct', 'pctcomplete', 'pctdone', 'completion', 'process'],
];
const doneWord = '(progress|completion|completed?|done|finished|processed)';
const ratioName = new RegExp(`^${doneWord}?(ratio|fraction)$|^(ratio|fraction)${doneWord}$`);
/** Names of a ratio where the number is a fraction of one; a whole number may be a flag, or a count. */
const fractionName = /^(done|isdone|complete|completed|completeness|finished|processed|advance|advancement)$/;
/** Objects that say how far a task is. */
const progressObjects = [...ownObjects, 'progress', 'status', 'state', 'stats', 'statistics'];

/** Counts that make what is completed together, where nothing else does. */
const parts = ['updated', 'created', 'deleted', 'noops', 'inserted', 'progress'];

/** What a count counts. */
type Role = 'total' | 'completed' | 'succeeded' | 'part' | 'failed' | 'remaining';

const roles: Readonly<Record<Role, readonly string[]>> = {
  total: ['total', 'count', 'completions', 'expected', 'overall'],
  completed: [
    'completed',
    'complete',
    'done',
    'finished',
    'processed',
    'current',
    'uploaded',
    'transferred',
    'copied',
    'downloaded',
    'imported',
    'exported',
    'migrated',
    'deployed',
    'loaded',
    'indexed',
    'sent',
    'backedup',
  ],
  succeeded: ['succeeded', 'succeed', 'success', 'successful', 'successes', 'passed'],
  part: parts,
  failed: ['failed', 'errored', 'errors', 'error', 'expired', 'failure', 'failures', 'fail'],
  remaining: [
    ...['processing', 'pending', 'remaining', 'queued', 'running', 'inprogress', 'waiting', 'left', 'incomplete'],
    ...['outstanding', 'unfinished', 'todo'],
  ],
};

const things =
  '(count|num|item|file|task|request|record|job|row|document|step|part|page|frame|image|chunk|byte|object|unit|operation|message|email|contact|profile|test|url|user|node|shard|table|resource|product|order|event|sample|video|asset|package|segment|statement|iteration|split|component|subtask|action|host|entitie|querie|batche)s?';
/** Larger numbers are times. */
const largest = 1e9;

/** Where a response says how far its task is; undefined when nothing does. */
export function findProgress(places: Places, isOver: boolean): Finding | undefined {
  const counts = findCounts(places);
  // Beside a total, `progress` may be a count.
  const [percent] = progressLeaves(places).filter(({ place }) => !counts?.completed?.includes(place));
  const found = [...(percent ? [percent.place] : []), ...(counts ? Object.values(counts).flat() : [])];
  if (found.length === 0) {
    return undefined;
  }
  return {
    places: found,
    define: (root) => {
      const share = percent && shareOf(percent, isOver, root);
      const all = { ...share, ...(counts ? definedCounts(counts, root) : {}) };
      const only = Object.keys(all).length === 1 ? all.percent : undefined;
      return { progress: only ?? all };
    },
  };
}

/** The progress that one value states. @param isOver whether the task has ended */
export function progressAt(leaf: Pick<Leaf, 'place' | 'name'> & { readonly value: unknown }, isOver: boolean): Finding {
  return {
    places: [leaf.place],
    define: (root): Partial<ProviderDefinition> => {
      const share = shareOf(leaf, isOver, root);
      return { progress: share.percent ?? share };
    },
  };
}

/** The values that may be a percentage or a ratio, the best first. */
export function progressLeaves({ leaves }: Places): readonly Leaf[] {
  return ranked(leaves, (leaf) => {
    const { place, name, value } = leaf;
    const rank = percentNames.indexOf(percentNames.includes(name) ? name : ownName(name));
    const isNamed = rank >= 0;
    const amount = toPercentage(value);
    const fits = amount !== undefined && amount <= 100 && (amount >= 0 || (isNamed && amount === -1));
    const isLikeNamed = fits && /percent|progress/.test(name) && !/^in|(at|time|id)$/.test(name);
    if (!(isNamed ? fits || value === null : isLikeNamed || isRatio(leaf))) {
      return undefined;
    }
    return (value === null ? 0 : 40) + 20 - (isNamed ? rank : percentNames.length) - distanceOf(place) / 2;
  });
}

/** A name without whose it is, as in `taskProcess`. */
function ownName(name: string): string {
  return name.replace(/^(task|job|run)(?=.)/, '');
}

/** Whether a value is a ratio, by its name. */
function isRatio({ place, name, value }: Leaf): boolean {
  const own = ownName(name);
  const amount = toAmount(value);
  if (ratioName.test(own)) {
    return value === null || (amount !== undefined && amount >= 0 && amount <= 1);
  }
  return fractionName.test(own) && isFraction(amount) && isWrapped(place.slice(0, -1), progressObjects);
}

function isFraction(amount: number | undefined): boolean {
  return amount !== undefined && amount > 0 && amount < 1;
}

function shareOf(
  { place, name, value }: Parameters<typeof progressAt>[0],
  isOver: boolean,
  root: Place,
): { percent?: string; ratio?: string } {
  const amount = toAmount(value);
  // A task that has ended and is at 1 is at 100%.
  const isShare = ratioName.test(ownName(name)) || isFraction(amount) || (amount === 1 && isOver);
  return { [isShare ? 'ratio' : 'percent']: expressionAt(place, root) };
}

type Counts = Partial<Record<Exclude<Role, 'part' | 'succeeded'>, readonly Place[]>>;

/** The counts in one object that make a percentage. */
function findCounts({ leaves }: Places): Counts | undefined {
  const groups = new Map<string, { readonly place: Place; readonly role: Role }[]>();
  for (const { place, name, value } of leaves) {
    const role = roleOf(name);
    const amount = typeof value === 'boolean' ? undefined : toAmount(value);
    if (role && amount !== undefined && amount >= 0 && amount < largest) {
      const key = JSON.stringify(place.slice(0, -1));
      groups.set(key, [...(groups.get(key) ?? []), { place, role }]);
    }
  }
  const best = bestOf([...groups.values()], (group) => {
    const has = (role: Role): number => (group.some((each) => each.role === role) ? 1 : 0);
    const hasDone = has('completed') + has('succeeded') > 0;
    return (hasDone && has('total') + has('remaining') > 0) || (has('part') > 0 && has('total') > 0)
      ? 4 * has('total') + 2 * has('failed') + has('remaining') - levelOf(group[0]?.place ?? [])
      : undefined;
  });
  if (!best) {
    return undefined;
  }
  const of = (role: Role): readonly Place[] | undefined => {
    const found = best.filter((each) => each.role === role).map(({ place }) => place);
    return found.length === 0 ? undefined : found;
  };
  const [total, failed] = [of('total')?.slice(0, 1), of('failed')];
  // Beside failures, what is completed may include them, and what succeeded does not.
  const completed = ((failed && of('succeeded')) ?? of('completed') ?? of('succeeded'))?.slice(0, 1) ?? of('part');
  return omitUndefined({ total, completed, failed, remaining: total ? undefined : of('remaining') });
}

/** What may stand behind a role, and before it: `total_file_count`, `numberOfFilesTotal`. */
const [behind, before] = [new RegExp(`(?<=.)(${things}){1,3}$`), new RegExp(`^(number|num|of|${things}){1,3}(?=.)`)];

function roleOf(name: string): Role | undefined {
  const bare = name.replace(behind, '').replace(before, '');
  // `jobs_created` counts jobs, and not what they have done.
  const has = (role: Role): boolean => roles[role].includes(name) || (role !== 'part' && roles[role].includes(bare));
  return (Object.keys(roles) as Role[]).find(has);
}

function definedCounts(counts: Counts, root: Place): Exclude<ProgressDefinition, string> {
  const write = (places: readonly Place[] | undefined): string | readonly string[] | undefined => {
    const texts = places?.map((place) => expressionAt(place, root));
    return texts?.length === 1 ? texts[0] : texts;
  };
  const { total, completed, failed, remaining } = counts;
  return omitUndefined({
    completed: write(completed),
    failed: write(failed),
    remaining: write(remaining),
    total: write(total),
  });
}
