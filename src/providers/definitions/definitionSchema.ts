import * as v from 'valibot';
import { taskStates } from '../../tasks/task';

/** Limits of a definition, which the manifest's schema repeats. */
const limits = { text: 1_000, fields: 10, words: 50, sums: 10, itemLists: 5, headers: 20 } as const;

/** The kinds of credentials that a definition may name. */
export const definitionCredentialKinds = [
  ...(['bearer', 'header', 'basic', 'none', 'aksk', 'iam-password', 'iam-token'] as const),
];

/** States that a definition may map a status or a word to. */
const mappedStates = taskStates.filter((state) => state !== 'unknown');

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(limits.text));
const expression = text;
const address = v.pipe(v.string(), v.nonEmpty(), v.maxLength(8 * 1024));
const jsonContainer = v.custom<object>((value) => typeof value === 'object' && value !== null);

/** A schema for a text, and another for what is not one, so that a mistake is told for the form that was meant. */
function textOr<const Text extends v.GenericSchema, const Other extends v.GenericSchema>(whole: Text, other: Other) {
  return v.lazy((input): Text | Other => (typeof input === 'string' ? whole : other));
}

function oneOrMany<const Schema extends v.GenericSchema<string, string>>(schema: Schema, most: number) {
  return textOr(schema, v.pipe(v.array(schema), v.minLength(1), v.maxLength(most)));
}

const headers = v.pipe(
  v.record(v.string(), v.pipe(v.string(), v.maxLength(limits.text))),
  v.check((value) => Object.keys(value).length <= limits.headers, 'too-many'),
);

function requestWith<const Methods extends readonly [string, ...string[]]>(methods: Methods) {
  return textOr(
    address,
    v.strictObject({
      method: v.optional(v.picklist(methods)),
      url: address,
      headers: v.optional(headers),
      body: v.optional(jsonContainer),
      form: v.optional(v.record(v.string(), v.string())),
    }),
  );
}

const headerName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/), v.maxLength(100));

const credential = textOr(
  v.picklist(definitionCredentialKinds),
  v.strictObject({
    kind: v.literal('header'),
    name: headerName,
    prefix: v.optional(v.pipe(v.string(), v.maxLength(40), v.regex(/^[\x20-\x7e]*$/))),
  }),
);

const field = textOr(
  v.string(),
  v.strictObject({
    label: v.optional(text),
    hint: v.optional(v.string()),
    placeholder: v.optional(v.string()),
    default: v.optional(v.string()),
    values: v.optional(v.array(v.pipe(v.string(), v.nonEmpty()))),
    optional: v.optional(v.boolean()),
  }),
);

const sum = oneOrMany(expression, limits.sums);
const words = oneOrMany(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)), limits.words);
const wordsByState = v.strictObject({
  queued: v.optional(words),
  running: v.optional(words),
  succeeded: v.optional(words),
  partial: v.optional(words),
  failed: v.optional(words),
  cancelled: v.optional(words),
  expired: v.optional(words),
  otherwise: v.optional(v.picklist(taskStates)),
});

const itemList = textOr(
  expression,
  v.strictObject({
    from: expression,
    source: v.optional(expression),
    target: v.optional(expression),
    link: v.optional(expression),
    reason: v.optional(expression),
    state: v.optional(expression),
  }),
);

/** The form of a definition: what can be said of each key by itself. `validateDefinition.ts` checks what they mean together. */
export const definitionSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(40)),
  label: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(60))),
  icon: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.maxLength(40))),
  documentation: v.optional(v.pipe(v.string(), v.url(), v.startsWith('http'))),
  credentials: v.optional(v.pipe(v.array(credential), v.minLength(1))),
  request: requestWith(['GET', 'POST']),
  taskId: v.optional(
    v.strictObject({
      form: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))),
      in: v.optional(expression),
      hint: v.optional(v.string()),
      example: v.optional(v.string()),
    }),
  ),
  fields: v.optional(
    v.pipe(
      v.record(v.string(), field),
      v.check((value) => Object.keys(value).length <= limits.fields, 'too-many'),
    ),
  ),
  root: v.optional(expression),
  refusal: v.optional(expression),
  state: v.optional(textOr(expression, v.strictObject({ header: headerName }))),
  states: v.optional(wordsByState),
  statusCodes: v.optional(v.record(v.pipe(v.string(), v.regex(/^[1-5]\d\d$/)), v.picklist(mappedStates))),
  progress: v.optional(
    textOr(
      expression,
      v.strictObject({
        percent: v.optional(expression),
        ratio: v.optional(expression),
        completed: v.optional(sum),
        failed: v.optional(sum),
        remaining: v.optional(sum),
        total: v.optional(sum),
      }),
    ),
  ),
  name: v.optional(expression),
  createdAt: v.optional(expression),
  endedAt: v.optional(expression),
  link: v.optional(expression),
  timeZone: v.optional(v.pipe(v.string(), v.regex(/^(Z|[+-]\d{2}:\d{2})$/))),
  error: v.optional(textOr(expression, v.strictObject({ message: expression, code: v.optional(expression) }))),
  items: v.optional(
    v.lazy((input) =>
      Array.isArray(input) ? v.pipe(v.array(itemList), v.minLength(1), v.maxLength(limits.itemLists)) : itemList,
    ),
  ),
  page: v.optional(address),
  interval: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3_600))),
  rateLimit: v.optional(
    v.strictObject({
      requests: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
      seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
    }),
  ),
  retryAfter: v.optional(expression),
  list: v.optional(
    v.strictObject({
      request: requestWith(['GET', 'POST']),
      tasks: expression,
      next: v.optional(expression),
      pageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
    }),
  ),
  cancel: v.optional(requestWith(['POST', 'PUT', 'PATCH', 'DELETE'])),
});

/** A provider that a user defines in the setting `cloudTasks.providers`. `docs/custom-providers.md` explains its keys. */
export type ProviderDefinition = v.InferOutput<typeof definitionSchema>;
