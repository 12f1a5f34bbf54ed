import { omitUndefined } from '../../base/omitUndefined';
import { readJson } from '../../http/jsonBody';
import type { HttpResponse } from '../../http/request';
import type { TaskResult } from '../provider';
import type { ProviderDefinition } from './definition';
import { compileExpression } from './expressions/expression';
import { expressionAt } from './guess/places';
import { providerFromDefinition } from './providerFromDefinition';
import { reasonsOf, type Reason } from './reading/reasons';

/** One expression of a definition, and what it finds in a response. */
export interface ExplainedKey {
  /** Its place in the definition, such as `progress`, `completed`. */
  readonly path: readonly (string | number)[];
  readonly expression: string;
  /** Undefined when it finds nothing. */
  readonly found: unknown;
}

/** The definition's expression for "nothing", where a key that it leaves out has a default. */
export const noValue = '`null`';

/** What each expression of a definition finds in a response, and what is read of it in all. */
export interface Explanation {
  readonly keys: readonly ExplainedKey[];
  /** What the usual members say of a failure, if the task fails, where the definition has no `error`: one expression for all. */
  readonly usualReason?: ExplainedKey;
  /** A member beside the state that is about something else, such as a commit's message. */
  readonly notRead?: ExplainedKey;
  /** Absent when the definition has mistakes. */
  readonly result?: TaskResult;
}

/** Members that are named. */
const maxUsual = 3;

const keys = [
  'state',
  'progress',
  'name',
  'createdAt',
  'endedAt',
  'link',
  'error',
  'items',
  'retryAfter',
  'taskId',
] as const;
/** Texts within these that are no expressions. */
const plain: ReadonlySet<string | number> = new Set(['form', 'hint', 'example']);
/** Within `items` only this is evaluated on the task; the others are on each row. */
const rowKeys: ReadonlySet<string | number> = new Set(['source', 'target', 'reason', 'link', 'state']);

/** Explains how a definition reads a response. Never throws. @param id the task's */
export function explain(definition: ProviderDefinition, response: HttpResponse, id: string): Explanation {
  const made = providerFromDefinition(definition);
  const json = readJson(response);
  const body = json.ok ? json.value : undefined;
  const whole = [definition.root, definition.refusal].flatMap((expression, index) =>
    expression === undefined ? [] : [toKey([index === 0 ? 'root' : 'refusal'], expression, body)],
  );
  const root = definition.root === undefined ? body : find(definition.root, body);
  const inRoot = keys.flatMap((key) => expressionsIn(definition[key], [key], response, root));
  return {
    keys: [...whole, ...inRoot],
    ...(definition.error === undefined && 'provider' in made ? explainReason(definition, root) : {}),
    ...('provider' in made ? { result: made.provider.parse(response, id) } : {}),
  };
}

function explainReason({ state }: ProviderDefinition, root: unknown): Pick<Explanation, 'usualReason' | 'notRead'> {
  const compiled = typeof state === 'string' ? compileExpression(state) : undefined;
  const reasons = [...reasonsOf(root ?? null, compiled?.ok ? compiled.expression : undefined)];
  const read = reasons.filter(({ isOther }) => !isOther);
  const toKeyOf = (those: readonly Reason[]): ExplainedKey | undefined => {
    const said = those.find(({ error }) => error) ?? those[0];
    const shown = those.slice(0, maxUsual);
    const named = said && !shown.includes(said) ? [...shown.slice(0, -1), said] : shown;
    return (
      said && {
        path: ['error'],
        expression: named.map(({ path }) => expressionAt(path)).join(' || '),
        found: said.value ?? undefined,
      }
    );
  };
  return omitUndefined({
    usualReason: toKeyOf(read),
    notRead: toKeyOf(reasons.filter(({ isOther, error }) => isOther && error)),
  });
}

function expressionsIn(
  value: unknown,
  path: readonly (string | number)[],
  response: HttpResponse,
  root: unknown,
): readonly ExplainedKey[] {
  const last = path.at(-1) ?? '';
  if (typeof value === 'string') {
    const isOfRow = path[0] === 'items' && rowKeys.has(last);
    return last === 'header'
      ? [{ path, expression: value, found: response.headers[value.toLowerCase()] }]
      : isOfRow || (path[0] === 'taskId' && plain.has(last))
        ? []
        : [toKey(path, value, root)];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...(value as readonly unknown[]).entries()]
    : Object.entries(value);
  return members.flatMap(([key, each]) => expressionsIn(each, [...path, key], response, root));
}

function toKey(path: ExplainedKey['path'], expression: string, value: unknown): ExplainedKey {
  return { path, expression, found: find(expression, value) };
}

function find(expression: string, value: unknown): unknown {
  const compiled = compileExpression(expression);
  return compiled.ok ? compiled.expression.find(value ?? null) : undefined;
}
