import { authenticate, type SigningCredentials } from '../auth/authenticate';
import { isClockRejected } from '../auth/clockOffset';
import { noEditorAccounts, type EditorAccounts } from '../auth/editorAccount';
import type { Credentials } from '../auth/credentials';
import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import { findProject, isInconclusive, toProjectRequests, type FoundProject } from '../auth/huawei/iamProject';
import type { IamPasscode, PersistedToken } from '../auth/huawei/iamPassword';
import { atStep } from '../auth/huawei/sharedStep';
import { createRedactor, type Redactor } from '../auth/redactSecrets';
import { yieldToEventLoop, type Clock } from '../base/clock';
import { CancelledError, toError } from '../base/errors';
import type { Logger } from '../base/log';
import { omitUndefined } from '../base/omitUndefined';
import { resolveCaFile } from '../connections/caFile';
import type { Connection } from '../connections/connection';
import { sanitizeText } from '../http/sanitizeText';
import { explained, RequestError, type RequestFailure } from '../http/failure';
import { readFailure } from '../http/failureParser';
import { createHttpClient, type HttpClient } from '../http/httpClient';
import type { HttpRequest, HttpResponse } from '../http/request';
import { isLarge } from '../http/responseBody';
import type { PageResult, Provider, TaskResult, TaskLister } from '../providers/provider';
import type { ConnectionStates } from '../tasks/ports/connectionStates';
import type { CallContext, SignInClient } from './callContext';
import { checkOrigin } from './checkOrigin';
import { ClockOffsets } from './clockOffsets';
import { credentialRealm } from './credentialRealm';
import { FirstRequests, type FirstRequestClaims } from './firstRequests';
import { IssuedTokens } from './issuedTokens';
import { withKeptItems } from './keptItems';
import { withTiming, type GoodResult } from './responseTiming';

/** What all windows share: project IDs, rejected credentials, and which window sends the first request with credentials. */
export type SharedMemory = Pick<ConnectionStates, 'project' | 'rememberProject'> & FirstRequestClaims;

type Failed = { readonly ok: false; readonly failure: RequestFailure };

/** The result of one attempt, with what the request was signed with. */
interface Attempt<Outcome> {
  readonly result: Outcome;
  readonly signedAs: SigningCredentials;
  readonly host: string;
  /** The clock offset (ms) that it was signed with. */
  readonly offset: number;
}

/** Injected dependencies of a client. */
export interface ServiceClientDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Timeout (ms) of a whole exchange. Read for each request. */
  readonly timeoutMs: () => number;
  readonly memory: SharedMemory;
  /** The language of the editor. */
  readonly language: string;
  /** Whether the user trusts the workspace, so that commands that print tokens may run. Read for each. */
  readonly mayRunCommands: () => boolean;
  readonly accounts: EditorAccounts;
}

/** Creates the client that sends its requests over the network. */
export function createServiceClient(deps: ServiceClientDeps): SignInClient {
  const { clock, log, timeoutMs, memory, language, mayRunCommands, accounts } = deps;
  const http = createHttpClient({ clock, log });
  return new HttpServiceClient(http, clock, timeoutMs, memory, language, mayRunCommands, accounts);
}

/**
 * Sends requests to services: the one place where a request is made, signed, sent and its response parsed. It fetches tokens for passwords, looks up project IDs and corrects a wrong clock, each at most once per call.
 */
export class HttpServiceClient implements SignInClient {
  private readonly tokens: IssuedTokens;
  /** Projects that tests of drafts found, since a draft has no place in the store; by place and credentials. */
  private readonly projectsOfDrafts = new Map<string, string>();
  private readonly clocks = new ClockOffsets();
  private readonly firstRequests: FirstRequests;

  /**
   * @param timeoutMs timeout of a whole exchange; read for each request
   * @param language of the editor
   * @param mayRunCommands whether the user trusts the workspace
   */
  constructor(
    private readonly http: HttpClient,
    private readonly clock: Clock,
    private readonly timeoutMs: () => number,
    private readonly memory: SharedMemory,
    private readonly language = 'en',
    mayRunCommands: () => boolean = () => false,
    accounts = noEditorAccounts,
  ) {
    this.tokens = new IssuedTokens(
      (request, connection) => this.send(request, connection, undefined),
      clock,
      mayRunCommands,
      accounts,
    );
    this.firstRequests = new FirstRequests(clock, memory);
  }

  task(call: CallContext, id: string): Promise<TaskResult> {
    const { provider } = call;
    return this.call(
      call,
      (connection) => provider.request(connection, id, { language: this.language }),
      (response) => readBadStatus(provider, response) ?? provider.parse(response, id),
    );
  }

  page(call: CallContext, list: TaskLister, page?: string): Promise<PageResult> {
    return this.call(
      call,
      (connection) => list.request(connection, page, { language: this.language }),
      (response) => readBadStatus(call.provider, response) ?? list.parse(response, page),
    );
  }

  async signIn(
    connection: Connection,
    credentials: Credentials,
    passcode: IamPasscode,
  ): Promise<PersistedToken | undefined> {
    try {
      return await this.tokens.signIn(connection, credentials, passcode);
    } catch (error) {
      throw withoutSecrets(error, createRedactor(credentials));
    }
  }

  private async call<T extends GoodResult>(
    call: CallContext,
    makeRequest: (connection: Connection) => HttpRequest,
    read: (response: HttpResponse) => T | Failed,
  ): Promise<T | Failed> {
    const { credentials, provider } = call;
    // `FirstRequests` needs the final kind of a failure, and only the provider recognizes some rejections of credentials.
    const send = async (): Promise<T | Failed> => {
      const sent = await this.callOnceOrTwice(call, makeRequest, read);
      if (sent.ok) {
        return sent;
      }
      const failure = { ...sent.failure, ...provider.classifyFailure?.(sent.failure) };
      return {
        ok: false,
        failure: isClockRejected(failure, credentials) ? { ...failure, kind: 'wrong-clock' } : failure,
      };
    };
    const key = JSON.stringify([credentialRealm(call), credentials]);
    const result = credentials.kind === 'none' ? await send() : await this.firstRequests.run(key, call, send);
    if (result.ok) {
      return result;
    }
    // Every failure passes here, whatever its texts come from: a proxy's page, a redirect, a provider of another extension.
    const clean = createRedactor(call.credentials).failure(result.failure);
    return { ok: false, failure: explained(clean, (about) => provider.describeFailure?.(about)) };
  }

  private async callOnceOrTwice<T extends GoodResult>(
    call: CallContext,
    makeRequest: (connection: Connection) => HttpRequest,
    read: (response: HttpResponse) => T | Failed,
  ): Promise<T | Failed> {
    try {
      const first = await this.attempt(call, makeRequest, read);
      const retry = first.result.ok ? undefined : await this.prepareRetry(call, first);
      if (!retry) {
        return first.result;
      }
      const second = await this.attempt(call, makeRequest, read).catch((error: unknown) => {
        retry.undo();
        throw error;
      });
      if (!second.result.ok && second.result.failure.kind === 'unauthorised') {
        retry.undo();
      }
      return second.result;
    } catch (error) {
      if (error instanceof RequestError) {
        return { ok: false, failure: error.failure };
      }
      if (error instanceof CancelledError) {
        throw error;
      }
      // Another extension's provider may throw anything. As a failure it makes its task wait before the next poll.
      return { ok: false, failure: { kind: 'unexpected-shape', detail: sanitizeText(toError(error).message) } };
    }
  }

  private async attempt<T extends GoodResult>(
    call: CallContext,
    makeRequest: (connection: Connection) => HttpRequest,
    read: (response: HttpResponse) => T | Failed,
  ): Promise<Attempt<T | Failed>> {
    const { signedAs, projectId } = await this.tokens.signingCredentials(call);
    const iamHost = URL.parse(iamEndpoint(call.connection) ?? '')?.host ?? '';
    const iamOffset = this.clocks.ofRequests(iamHost);
    let connection;
    try {
      connection = await this.withProject(call, signedAs, projectId);
    } catch (error) {
      if (error instanceof RequestError) {
        return { result: { ok: false, failure: error.failure }, signedAs, host: iamHost, offset: iamOffset };
      }
      throw error;
    }
    const request = makeRequest(connection);
    const host = URL.parse(request.url)?.host ?? '';
    const offset = this.clocks.ofRequests(host);
    try {
      const response = await this.sendAs(request, { ...call, connection }, signedAs);
      if (isLarge(response.body)) {
        await yieldToEventLoop(this.clock);
      }
      const parsed = read(response);
      const result = parsed.ok ? withKeptItems(withTiming(parsed, response, this.clocks.ofResponses(host))) : parsed;
      return {
        result: result.ok ? result : { ok: false, failure: { host, ...result.failure } },
        signedAs,
        host,
        offset,
      };
    } catch (error) {
      throw error instanceof RequestError
        ? new RequestError({ ...(host ? { host } : {}), ...error.failure }, { cause: error })
        : error;
    }
  }

  /**
   * Prepares a second attempt after a rejection where it may succeed: drops an expired token, or corrects the clock offset.
   * @returns undoes the correction when the second attempt is rejected, too; undefined when a second attempt would fail alike
   */
  private async prepareRetry(
    call: CallContext,
    { result, signedAs, host, offset }: Attempt<{ readonly ok: boolean; readonly failure?: RequestFailure }>,
  ): Promise<{ undo(): void } | undefined> {
    const { failure } = result;
    if (failure?.kind !== 'unauthorised') {
      return undefined;
    }
    if (await this.tokens.forget(call, signedAs)) {
      return { undo: () => undefined };
    }
    const undo = isClockRejected(failure, signedAs) ? this.clocks.correct(host, offset) : undefined;
    return undo && { undo };
  }

  /**
   * Adds the project ID to a connection without one: the token's own, or the one that is looked up by the region's name.
   * @throws RequestError with the step `project`
   */
  private async withProject(
    call: CallContext,
    signedAs: SigningCredentials,
    tokenProjectId: string | undefined,
  ): Promise<Connection> {
    const { connection, provider, version } = call;
    const { projectId, region } = connection;
    const endpoint = iamEndpoint(connection);
    if (projectId || !region || !endpoint || !provider.fields.some(({ key }) => key === 'projectId')) {
      return connection;
    }
    if (tokenProjectId !== undefined) {
      return { ...connection, projectId: tokenProjectId };
    }
    // Another account has another project in the same region. The key in the store has the version in place of the secret.
    const key = JSON.stringify([endpoint, region, signedAs]);
    const account = version === undefined ? undefined : JSON.stringify([endpoint, region, version]);
    const remembered = account && this.memory.project(connection.id, account);
    if (remembered) {
      return { ...connection, projectId: remembered };
    }
    const ofDraft = this.projectsOfDrafts.get(key);
    const found = ofDraft ?? (await this.lookUpProject(call, signedAs, endpoint, region));
    if (account) {
      this.memory.rememberProject(connection.id, account, found);
    } else {
      this.projectsOfDrafts.set(key, found);
    }
    return { ...connection, projectId: found };
  }

  /** Looks up the id of the region's project. @throws RequestError with the step `project` */
  private async lookUpProject(
    call: CallContext,
    signedAs: SigningCredentials,
    endpoint: string,
    region: string,
  ): Promise<string> {
    const failures: RequestFailure[] = [];
    for (const request of toProjectRequests(endpoint, region)) {
      const found = await this.sendAs(request, call, signedAs).then(
        (response) => findProject(response, region),
        (error: unknown): FoundProject => {
          if (error instanceof RequestError) {
            return { ok: false, failure: error.failure };
          }
          throw error;
        },
      );
      if (found.ok) {
        return found.projectId;
      }
      failures.push(found.failure);
      if (!isInconclusive(found.failure)) {
        throw new RequestError(atStep('project', found.failure, endpoint));
      }
    }
    // `rejected` is a list without the project, which tells more than a list that the user may not see.
    const failure = failures.find(({ kind }) => kind === 'rejected') ?? failures.at(-1);
    throw new RequestError(atStep('project', failure ?? { kind: 'rejected' }, endpoint));
  }

  private async sendAs(
    request: HttpRequest,
    call: CallContext,
    credentials: SigningCredentials,
  ): Promise<HttpResponse> {
    const { connection, signal } = call;
    const { projectId, userId } = connection;
    checkOrigin(request.url, call);
    const host = URL.parse(request.url)?.host ?? '';
    const now = this.clock.now() + this.clocks.ofRequests(host);
    const context = omitUndefined({ now, projectId, userId });
    const signed = authenticate(request, credentials, context);
    const redactor = createRedactor(credentials, signed);
    let response;
    try {
      response = redactor.response(await this.send(signed, connection, signal));
    } catch (error) {
      throw withoutSecrets(error, redactor);
    }
    this.clocks.note(host, response);
    return response;
  }

  private send(request: HttpRequest, { caFile }: Connection, signal: AbortSignal | undefined): Promise<HttpResponse> {
    const file = caFile ? resolveCaFile(caFile) : undefined;
    return this.http.send(request, omitUndefined({ timeoutMs: this.timeoutMs(), caFile: file, signal }));
  }
}

/** The failure that a bad status reports; nothing for a good one, and where the provider parses failures itself. */
function readBadStatus(provider: Provider, response: HttpResponse): Failed | undefined {
  const isGood = response.status >= 200 && response.status < 300;
  const failure =
    isGood || provider.parsesFailures
      ? undefined
      : readFailure(response, (code, status) => provider.classifyCode?.(code, status));
  return failure && { ok: false, failure };
}

function withoutSecrets(error: unknown, redactor: Redactor): unknown {
  return error instanceof RequestError ? new RequestError(redactor.failure(error.failure)) : error;
}
