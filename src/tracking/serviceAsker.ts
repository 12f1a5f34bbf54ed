import { authorise, type SigningCredentials } from '../auth/authorise';
import { clockOffset, isAboutTime } from '../auth/clockOffset';
import type { Credentials } from '../auth/credentials';
import { iamEndpoint } from '../auth/iamEndpoint';
import { readProject, toProjectRequest } from '../auth/iamProject';
import { IamSessions, type IamAccount } from '../auth/iamSessions';
import type { IamPasscode, KeptToken } from '../auth/iamPassword';
import { withoutSecrets } from '../auth/withoutSecrets';
import type { Clock } from '../base/clock';
import { CancelledError, toError } from '../base/errors';
import { resolveCaFile } from '../connections/caFile';
import type { Connection } from '../connections/connection';
import { toCleanText } from '../http/cleanText';
import { RequestError, type RequestFailure } from '../http/failure';
import type { HttpClient } from '../http/httpClient';
import type { HttpRequest, HttpResponse } from '../http/request';
import type { ListReading, Reading, TaskLister } from '../providers/provider';
import type { TaskRepository } from '../tasks/taskRepository';
import type { Asker, Question } from './ask';

/** Where looked-up project ids outlive the window. */
export type ProjectMemory = Pick<TaskRepository, 'project' | 'rememberProject'>;

type Failed = { readonly ok: false; readonly failure: RequestFailure };

/** One request with its reading, and what it was signed with. */
interface Attempt<Outcome> {
  readonly reading: Outcome;
  readonly signedAs: SigningCredentials;
  readonly host: string;
  /** How far the host's clock was taken to be ahead, ms. */
  readonly offset: number;
}

/**
 * Asks services; the one place where a request is made, signed, sent and read. It fetches tokens for passwords, looks up
 * a project's id, and corrects a wrong clock; each at most once a question.
 */
export class ServiceAsker implements Asker {
  /** By the certificates that their requests trust. */
  private readonly sessions = new Map<string | undefined, IamSessions>();
  private readonly lookedUp = new Map<string, string>();
  /** How far each host's clock is ahead, ms. */
  private readonly offsets = new Map<string, number>();

  /** @param timeoutMs how long a whole answer may take; read anew for each request */
  constructor(
    private readonly http: HttpClient,
    private readonly clock: Clock,
    private readonly timeoutMs: () => number,
    private readonly projects: ProjectMemory,
  ) {}

  task(question: Question, id: string): Promise<Reading> {
    const { provider } = question;
    return this.ask(
      question,
      (connection) => provider.request(connection, id),
      (response) => provider.read(response, id),
    );
  }

  page(question: Question, list: TaskLister, page?: string): Promise<ListReading> {
    return this.ask(
      question,
      (connection) => list.request(connection, page),
      (response) => list.read(response, page),
    );
  }

  /**
   * Signs in with a second factor; the token then serves until its end.
   * @returns what is to be kept beside the credentials
   * @throws RequestError
   */
  async signIn(
    connection: Connection,
    credentials: Credentials,
    passcode: IamPasscode,
  ): Promise<KeptToken | undefined> {
    return credentials.kind === 'iam-password'
      ? this.sessionsOf(connection).signIn(toAccount(connection, credentials), passcode)
      : undefined;
  }

  private async ask<T extends { readonly ok: true }>(
    question: Question,
    makeRequest: (connection: Connection) => HttpRequest,
    read: (response: HttpResponse) => T | Failed,
  ): Promise<T | Failed> {
    try {
      const first = await this.tryOnce(question, makeRequest, read);
      if (first.reading.ok || !(await this.isMended(question, first))) {
        return first.reading;
      }
      return (await this.tryOnce(question, makeRequest, read)).reading;
    } catch (error) {
      if (error instanceof RequestError) {
        return { ok: false, failure: error.failure };
      }
      if (error instanceof CancelledError) {
        throw error;
      }
      // A provider of another extension may throw anything; as a failure its tasks wait before they are asked for again.
      return { ok: false, failure: { kind: 'unexpected-shape', detail: toCleanText(toError(error).message) } };
    }
  }

  private async tryOnce<T extends { readonly ok: true }>(
    question: Question,
    makeRequest: (connection: Connection) => HttpRequest,
    read: (response: HttpResponse) => T | Failed,
  ): Promise<Attempt<T | Failed>> {
    const signedAs = await this.toSigning(question);
    const iamHost = URL.parse(iamEndpoint(question.connection) ?? '')?.host ?? '';
    const iamOffset = this.offsets.get(iamHost) ?? 0;
    let connection;
    try {
      connection = await this.withProject(question, signedAs);
    } catch (error) {
      if (error instanceof RequestError) {
        const failure = { host: iamHost, ...error.failure };
        return { reading: { ok: false, failure }, signedAs, host: iamHost, offset: iamOffset };
      }
      throw error;
    }
    const request = makeRequest(connection);
    const host = URL.parse(request.url)?.host ?? '';
    const offset = this.offsets.get(host) ?? 0;
    try {
      const reading = read(await this.sendAs(request, connection, signedAs, question.signal));
      return {
        reading: reading.ok ? reading : { ok: false, failure: { host, ...reading.failure } },
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

  /** Whether a refusal may be over now: a token that ended was forgotten, or the clock's error is known by now. */
  private async isMended(
    { connection, credentials }: Question,
    { reading, signedAs, host, offset }: Attempt<{ readonly ok: boolean; readonly failure?: RequestFailure }>,
  ): Promise<boolean> {
    const { failure } = reading;
    if (failure?.kind !== 'unauthorised') {
      return false;
    }
    if (credentials.kind === 'iam-password' && signedAs.kind === 'iam-token') {
      await this.sessionsOf(connection).refused(toAccount(connection, credentials), signedAs.token);
      return true;
    }
    const isSigned = signedAs.kind === 'aksk' || signedAs.kind === 'koodrive-app';
    return isSigned && isAboutTime(failure) && (this.offsets.get(host) ?? 0) !== offset;
  }

  private async toSigning({ connection, credentials, kept }: Question): Promise<SigningCredentials> {
    return credentials.kind === 'iam-password'
      ? { kind: 'iam-token', token: await this.sessionsOf(connection).token(toAccount(connection, credentials), kept) }
      : credentials;
  }

  /** The connection with its project's id, looked up by the region's name where the connection names none. */
  private async withProject(
    { connection, provider, version, signal }: Question,
    signedAs: SigningCredentials,
  ): Promise<Connection> {
    const { projectId, region } = connection;
    const endpoint = iamEndpoint(connection);
    if (projectId || !region || !endpoint || !provider.fields.some(({ key }) => key === 'projectId')) {
      return connection;
    }
    // Another account has another project in the same region. What is kept names no secret, so that a trial's is not kept.
    const key = JSON.stringify([endpoint, region, signedAs]);
    const account = version === undefined ? undefined : JSON.stringify([endpoint, region, version]);
    const remembered = account && this.projects.project(connection.id, account);
    const known = remembered ?? this.lookedUp.get(key);
    if (known !== undefined) {
      if (account && !remembered) {
        this.projects.rememberProject(connection.id, account, known);
      }
      return { ...connection, projectId: known };
    }
    const request = toProjectRequest(endpoint, region);
    const found = readProject(await this.sendAs(request, connection, signedAs, signal));
    if (!found.ok) {
      throw new RequestError({ host: new URL(endpoint).host, ...found.failure });
    }
    this.lookedUp.set(key, found.projectId);
    if (account) {
      this.projects.rememberProject(connection.id, account, found.projectId);
    }
    return { ...connection, projectId: found.projectId };
  }

  private async sendAs(
    request: HttpRequest,
    connection: Connection,
    credentials: SigningCredentials,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const { projectId, userId } = connection;
    const host = URL.parse(request.url)?.host ?? '';
    const context = {
      now: this.clock.now() + (this.offsets.get(host) ?? 0),
      ...(projectId === undefined ? {} : { projectId }),
      ...(userId === undefined ? {} : { userId }),
    };
    const answer = await this.send(authorise(request, credentials, context), connection, signal);
    const response = withoutSecrets(answer, credentials);
    const offset = clockOffset(response);
    if (offset !== undefined) {
      this.offsets.set(host, offset);
    }
    return response;
  }

  private send(request: HttpRequest, { caFile }: Connection, signal: AbortSignal | undefined): Promise<HttpResponse> {
    return this.http.send(request, {
      timeoutMs: this.timeoutMs(),
      ...(caFile && { caFile: resolveCaFile(caFile) }),
      ...(signal ? { signal } : {}),
    });
  }

  private sessionsOf(connection: Connection): IamSessions {
    const { caFile } = connection;
    const known = this.sessions.get(caFile);
    if (known) {
      return known;
    }
    const sessions = new IamSessions((request) => this.send(request, connection, undefined), this.clock);
    this.sessions.set(caFile, sessions);
    return sessions;
  }
}

function toAccount(connection: Connection, credentials: Extract<Credentials, { kind: 'iam-password' }>): IamAccount {
  const endpoint = iamEndpoint(connection);
  if (endpoint === undefined) {
    throw new RequestError({ kind: 'address', detail: 'region or iamEndpoint is missing' });
  }
  const { projectId, region = '' } = connection;
  const scope = projectId ? { projectId } : { projectName: region };
  return { endpoint, scope, credentials };
}
