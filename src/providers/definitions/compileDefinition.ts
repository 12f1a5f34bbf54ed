import type { CredentialKind } from '../../auth/credentials';
import type { EditorAccount } from '../../auth/editorAccount';
import { isJsonObject } from '../../base/json';
import { message, type Message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { isCommonKey, isFieldKey } from '../../connections/connection';
import { builtInProviders } from '../builtInProviders';
import type { ConnectionField, TaskLister } from '../provider';
import { Checker, placeholderProblem, type Path } from './checker';
import { toConnectionFields } from './connectionFieldsOf';
import {
  compileEditorAccount,
  compileOAuth,
  credentialHeader,
  credentialKinds,
  type OAuthTemplate,
} from './definedCredentials';
import type { ProviderDefinition } from './definition';
import { definitionShape } from './definitionShape';
import { compileListing, type ValuesOf } from './listing';
import type { Mistake } from './mistake';
import { compileReading, type TaskReading } from './reading/taskReading';
import { compileRequest, isForbiddenHeader, openPlaceholders, withBody, type RequestTemplate } from './requestTemplate';
import { compileTaskIdForm, type TaskIdForm } from './taskIdForm';
import { endpointName, parseUrlTemplate, urlPlaceholders, type UrlTemplate } from './urlTemplate';
import { toComparable } from './words/wordTable';

/** Bytes of a definition's JSON. */
const maxBytes = 64 * 1024;

/** A definition in a form that requests can be made of and responses read with. */
export interface CompiledDefinition {
  readonly definition: ProviderDefinition;
  readonly credentials: readonly CredentialKind[];
  /** The header that credentials of the kind `header` go into, where the definition names it. */
  readonly credentialHeader?: { readonly name: string; readonly prefix: string };
  /** Where credentials of the kind `oauth-client` become a token. */
  readonly oauth?: OAuthTemplate;
  /** The account of credentials of the kind `vscode`. */
  readonly editorAccount?: EditorAccount;
  readonly fields: readonly ConnectionField[];
  readonly taskId: TaskIdForm;
  readonly request: RequestTemplate;
  readonly cancel?: RequestTemplate;
  readonly page?: UrlTemplate;
  readonly list?: (valuesOf: ValuesOf) => TaskLister;
  readonly reading: TaskReading;
}

/** A compiled definition, or all of its mistakes. */
export type CompileResult =
  | { readonly ok: true; readonly compiled: CompiledDefinition }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Compiles a definition of any shape and origin. Never throws. */
export function compileDefinition(value: unknown): CompileResult {
  const copy = toPlainJson(value);
  if (!copy) {
    const problem = message(
      'A definition is a JSON object of at most {0} KiB. Put it in { }, or shorten it.',
      maxBytes / 1024,
    );
    return { ok: false, mistakes: [{ pointer: '', message: problem }] };
  }
  const checker = new Checker();
  definitionShape(copy, [], checker);
  const isShaped = checker.mistakes.length === 0;
  const compiled = isShaped ? compile(copy as unknown as ProviderDefinition, checker) : undefined;
  return compiled && checker.mistakes.length === 0 ? { ok: true, compiled } : { ok: false, mistakes: checker.mistakes };
}

/** A copy that nobody changes later, without getters and prototypes; undefined for what is no JSON object, or too large. */
function toPlainJson(value: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = isJsonObject(value) ? JSON.stringify(value) : '';
    const copy: unknown = text.length <= maxBytes ? JSON.parse(text) : undefined;
    return isJsonObject(copy) ? copy : undefined;
  } catch {
    return undefined;
  }
}

function compile(definition: ProviderDefinition, checker: Checker): CompiledDefinition | undefined {
  checkKeys(definition, checker);
  const taskId = compileTaskIdForm(definition.taskId, checker);
  const request = compileRequest(definition.request, { plain: 'GET', withBody: 'POST' }, checker, ['request']);
  const cancel =
    definition.cancel === undefined
      ? undefined
      : compileRequest(definition.cancel, { plain: 'POST', withBody: 'POST' }, checker, ['cancel']);
  const listRequest =
    definition.list === undefined
      ? undefined
      : compileRequest(definition.list.request, { plain: 'GET', withBody: 'POST' }, checker, ['list', 'request']);
  const page = compilePage(definition.page, checker);
  const oauth = compileOAuth(definition, checker);
  const requests = [
    { template: request, path: ['request'] },
    { template: cancel, path: ['cancel'] },
    { template: listRequest, path: ['list', 'request'] },
  ];
  const editorAccount = compileEditorAccount(definition, requests, checker);
  const names = checkPlaceholders({ request, cancel, listRequest, page, taskId, oauth }, checker);
  const reading = compileReading(definition, checker);
  const isField = (name: string): boolean => names.includes(name) || Object.hasOwn(definition.fields ?? {}, name);
  const ofTask = (name: string): boolean => taskId.names.includes(name) || isField(name);
  const whole = request && withBody(request, definition.request, ofTask);
  const wholeCancel =
    cancel && definition.cancel !== undefined ? withBody(cancel, definition.cancel, ofTask) : undefined;
  const wholeList =
    listRequest &&
    definition.list &&
    withBody(listRequest, definition.list.request, (name) => name === 'page' || isField(name));
  const list = wholeList && compileListing(definition.list, wholeList, reading, checker);
  const inBodies = [whole, wholeCancel, wholeList].flatMap((template) => template?.body?.names ?? []);
  const fieldNames = [...new Set([...names, ...inBodies.filter(isField)])];
  checkFields(definition, fieldNames, [request, cancel, listRequest], checker);
  if (!whole) {
    return undefined;
  }
  const templates = [whole, wholeCancel, wholeList].filter((template) => template !== undefined);
  const credentials = credentialKinds(definition);
  return omitUndefined({
    definition,
    credentials,
    credentialHeader: credentialHeader(definition),
    oauth,
    editorAccount,
    fields: toConnectionFields(fieldNames, definition, credentials, templates, page, oauth?.tokenUrl),
    taskId,
    request: whole,
    cancel: wholeCancel,
    page,
    list,
    reading,
  });
}

function compilePage(page: string | undefined, checker: Checker): UrlTemplate | undefined {
  const parsed = page === undefined ? undefined : parseUrlTemplate(page);
  if (parsed && !parsed.ok) {
    checker.fail(['page'], parsed.problem);
  }
  return parsed?.ok ? parsed.template : undefined;
}

/** The mistake of a definition that says nowhere how a task is. */
function missingState(): Message {
  return message(
    'Add the key "state": an expression that finds how the task is, such as status. Or add "statusCodes", where the HTTP status says it.',
  );
}

/** What keys mean together, besides placeholders. */
function checkKeys({ id, state, states, statusCodes, credentials = [] }: ProviderDefinition, checker: Checker): void {
  if (builtInProviders.some((provider) => provider.id === id)) {
    checker.fail(['id'], message('The ID {0} belongs to a built-in provider. Choose another one.', id));
  }
  if (state === undefined && Object.keys(statusCodes ?? {}).length === 0) {
    checker.fail(['state'], missingState());
  }
  for (const [index, credential] of credentials.entries()) {
    if (
      typeof credential === 'object' &&
      credential.kind === 'header' &&
      credential.name.toLowerCase() !== 'authorization' &&
      isForbiddenHeader(credential.name)
    ) {
      checker.fail(
        ['credentials', index, 'name'],
        message(
          'Credentials cannot be sent in the header {0}. Name the header that the service documents.',
          credential.name,
        ),
      );
    }
  }
  const seen = new Map<string, string>();
  for (const [state, words] of Object.entries(states ?? {})) {
    if (state === 'otherwise') {
      continue;
    }
    for (const [index, word] of [words].flat().entries()) {
      const earlier = seen.get(toComparable(word));
      const path = typeof words === 'string' ? ['states', state] : ['states', state, index];
      if (earlier !== undefined) {
        checker.fail(path, message('The word "{0}" stands under {1}, too. Keep it under one state.', word, earlier));
      }
      seen.set(toComparable(word), earlier ?? state);
    }
  }
}

interface Templates {
  readonly oauth: OAuthTemplate | undefined;
  readonly request: RequestTemplate | undefined;
  readonly cancel: RequestTemplate | undefined;
  readonly listRequest: RequestTemplate | undefined;
  readonly page: UrlTemplate | undefined;
  readonly taskId: TaskIdForm;
}

/** Checks where placeholders stand. @returns the names of those that no task fills: they become fields of the connection */
function checkPlaceholders(
  { request, cancel, listRequest, page, taskId, oauth }: Templates,
  checker: Checker,
): readonly string[] {
  const pageOnly: RequestTemplate | undefined = page && { method: 'GET', url: page, headers: [] };
  const tokenOnly: RequestTemplate | undefined = oauth && { method: 'POST', url: oauth.tokenUrl, headers: [] };
  const templates = [
    { template: tokenOnly, path: ['credentials'] },
    { template: request, path: ['request'] },
    { template: cancel, path: ['cancel'] },
    { template: listRequest, path: ['list', 'request'] },
    { template: pageOnly, path: ['page'] },
  ];
  const fields = new Set<string>();
  for (const { template, path } of templates) {
    // A token is for no single task, either.
    const isList = template !== undefined && (template === listRequest || template === tokenOnly);
    const inHost = template ? urlPlaceholders(template.url).host.map(({ name }) => name) : [];
    for (const name of new Set(template ? openPlaceholders(template) : [])) {
      const ofTask = taskId.names.includes(name);
      const problem = findPlaceholderProblem(name, { ofTask, isList, inHost: inHost.includes(name) });
      if (problem) {
        checker.fail(path, problem);
      } else if (!ofTask && !(isList && name === 'page')) {
        fields.add(name);
      }
    }
  }
  return [...fields];
}

function findPlaceholderProblem(
  name: string,
  { ofTask, isList, inHost }: { readonly ofTask: boolean; readonly isList: boolean; readonly inHost: boolean },
): Message | undefined {
  const isPage = isList && name === 'page';
  if (inHost && (ofTask || isPage)) {
    return placeholderProblem(name, 'host');
  }
  if (isPage) {
    return undefined;
  }
  if (ofTask) {
    return isList ? placeholderProblem(name, 'list') : undefined;
  }
  return findFieldNameProblem(name);
}

/** Why a field of a connection cannot have this name; undefined when it can. The endpoint is a field as a whole base only. */
function findFieldNameProblem(name: string): Message | undefined {
  if (name === 'page') {
    return placeholderProblem(name, 'page');
  }
  const isShared = isFieldKey(name) && name !== endpointName && name !== 'iamEndpoint';
  if (isCommonKey(name) && !isShared) {
    return placeholderProblem(name, 'reserved');
  }
  return isFieldKey(name) ? undefined : placeholderProblem(name, 'name');
}

function checkFields(
  { fields = {} }: ProviderDefinition,
  used: readonly string[],
  requests: readonly (RequestTemplate | undefined)[],
  checker: Checker,
): void {
  const usesEndpoint = requests.some((request) => request && urlPlaceholders(request.url).usesEndpoint);
  for (const name of Object.keys(fields)) {
    const path: Path = ['fields', name];
    if (name === endpointName && usesEndpoint) {
      continue;
    }
    const problem =
      findFieldNameProblem(name) ??
      (used.includes(name)
        ? undefined
        : message('No request has the placeholder {0}. Add it to an address, or remove this field.', `{${name}}`));
    if (problem) {
      checker.fail(path, problem);
    }
  }
}
