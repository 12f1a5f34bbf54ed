import { editorAccountNames } from '../../auth/credentials';
import { message } from '../../base/message';
import { taskStates } from '../../tasks/task';
import { definitionCredentialKinds, type ProviderDefinition } from './definition';
import {
  byKind,
  container,
  flag,
  list,
  number,
  object,
  oneOf,
  record,
  text,
  textOr,
  type Shape,
  type TextForm,
} from './shape';

/** Names of things in kebab case: the id, and codicons. */
const kebab: TextForm = {
  form: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  wanted: message('Use small letters and digits, with hyphens between them, such as my-service.'),
};
const headerName = text({
  most: 100,
  of: {
    form: /^[\w!#$%&'*+.^`|~-]+$/,
    wanted: message('This is not the name of a header. Use letters, digits and hyphens.'),
  },
});
const pageAddress: TextForm = {
  form: /^https?:\/\/[^\s]+$/,
  wanted: message('Write the address of a page, which begins with https://.'),
};
const visible: TextForm = {
  form: /^[\x20-\x7e]*$/,
  wanted: message('Use letters, digits and signs of ASCII only: this is sent in a header.'),
};
const scope: TextForm = {
  form: /^\S+$/,
  wanted: message('Write each scope as a text of its own, without spaces.'),
};
const offset: TextForm = {
  form: /^(Z|[+-]\d{2}:\d{2})$/,
  wanted: message('Write Z, or an offset such as +08:00.'),
};
const httpStatus: TextForm = {
  form: /^[1-5]\d\d$/,
  wanted: message('This key is no HTTP status. Write one such as 202, in quotes.'),
};

const expression = text();
const address = text({ most: 8 * 1024 });
const anyText = text({ least: 0 });

const sum = textOr(expression, list(expression, 10), 'list');
const word = text({ most: 200 });
const words = textOr(word, list(word, 50), 'list');
const mappedStates = taskStates.filter((state) => state !== 'unknown');

const item = textOr(
  expression,
  object(
    { source: expression, target: expression, link: expression, reason: expression, state: expression },
    { from: expression },
  ),
);
const items = list(item, 5);

function requestWith(...methods: readonly string[]): Shape {
  return textOr(
    address,
    object(
      {
        method: oneOf(...methods),
        headers: record(undefined, anyText, 20),
        body: container,
        form: record(undefined, text({ most: 64 * 1024, least: 0 }), 100),
      },
      { url: address },
    ),
  );
}

const optional: { readonly [Key in Exclude<keyof ProviderDefinition, 'id' | 'request'>]: Shape } = {
  label: text({ most: 60 }),
  icon: text({ most: 40, of: kebab }),
  documentation: text({ of: pageAddress }),
  credentials: list(
    textOr(
      oneOf(...definitionCredentialKinds),
      byKind({
        header: object(
          { prefix: text({ most: 40, least: 0, of: visible }) },
          { kind: oneOf('header'), name: headerName },
        ),
        'oauth-client': object({ scope: text(), audience: text() }, { kind: oneOf('oauth-client'), tokenUrl: address }),
        vscode: object(
          {},
          { kind: oneOf('vscode'), account: oneOf(...editorAccountNames), scopes: list(text({ of: scope }), 20) },
        ),
      }),
    ),
    20,
  ),
  taskId: object({ form: text({ most: 200 }), in: expression, hint: anyText, example: anyText }),
  fields: record(
    undefined,
    textOr(
      anyText,
      object({
        label: text({ most: 60 }),
        hint: anyText,
        placeholder: anyText,
        default: anyText,
        values: list(text({ most: 200 }), 200),
        optional: flag,
      }),
    ),
    10,
  ),
  root: expression,
  refusal: expression,
  state: textOr(expression, object({}, { header: headerName })),
  states: object({
    ...Object.fromEntries(mappedStates.map((state) => [state, words])),
    otherwise: oneOf(...taskStates),
  }),
  statusCodes: record(httpStatus, oneOf(...mappedStates), 50),
  progress: textOr(
    expression,
    object({ percent: expression, ratio: expression, completed: sum, failed: sum, remaining: sum, total: sum }),
  ),
  name: expression,
  createdAt: expression,
  endedAt: expression,
  link: expression,
  timeZone: text({ of: offset }),
  error: textOr(expression, object({ code: expression }, { message: expression })),
  items: (value, path, checker) => {
    (Array.isArray(value) ? items : item)(value, path, checker);
  },
  page: address,
  interval: number(1, 3_600),
  rateLimit: object({}, { requests: number(1, 10_000, { isInteger: true }), seconds: number(1, 86_400) }),
  retryAfter: expression,
  list: object(
    { next: expression, pageSize: number(1, 1_000, { isInteger: true }) },
    { request: requestWith('GET', 'POST'), tasks: expression },
  ),
  cancel: requestWith('POST', 'PUT', 'PATCH', 'DELETE'),
};

/** The form of a definition: what can be said of each key by itself. `compileDefinition.ts` checks what they mean together. */
export const definitionShape = object(optional, {
  id: text({ most: 40, of: kebab }),
  request: requestWith('GET', 'POST'),
});
