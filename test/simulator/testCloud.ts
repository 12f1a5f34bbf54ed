import { request } from 'node:http';
import { authenticate, type SigningCredentials } from '../../src/auth/authenticate';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { createManualClock, type ManualClock } from '../support/manualClock';

/** The fields that a service may put into a body; a test knows which ones. */
export interface WireBody {
  readonly error_code: string;
  readonly error_msg: string;
  readonly request_id: string;
  readonly error: { readonly code: number; readonly title: string; readonly message: string };
  readonly code: unknown;
  readonly msg: string;
  readonly status: number;
  readonly total: number;
  // DSC
  readonly task_id: string;
  readonly completed: number;
  readonly waited: number;
  readonly failed: number;
  readonly failed_embed_info: readonly {
    readonly file_name: string;
    readonly target_file_name: string;
    readonly failed_reason: string;
  }[];
  // VOD
  readonly tasks: readonly {
    readonly task_id: string;
    readonly asset_id: string;
    readonly status: string;
    readonly progress: number;
    readonly end_time?: string;
  }[];
  // KooDrive
  readonly tenantId: string;
  readonly userId: string;
  readonly resultCode?: string;
  readonly nextCursor?: number;
  readonly taskListDtos: readonly Record<'taskId' | 'taskName' | 'createTime' | 'startTime' | 'endTime', string>[];
  // Shoplazza
  readonly finished: number;
  readonly success_list: readonly { readonly file_uri: string; readonly upload_link: string }[];
  readonly failure_list: readonly unknown[];
  // IAM
  readonly token: {
    readonly project: { readonly id: string };
    readonly expires_at: string;
    readonly issued_at: string;
  };
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  // The fault `huge`
  readonly padding: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  readonly json: WireBody;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One request over a connection of its own. Rejects when the connection breaks. */
export function sendRequest(url: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get json() {
            return JSON.parse(text) as WireBody;
          },
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export interface TestCloud {
  readonly cloud: SimulatedCloud;
  readonly clock: ManualClock;
  /** Requests a path of the cloud. */
  get(path: string, options?: RequestOptions): Promise<Reply>;
  /** The same, signed by our own authenticators. */
  signed(
    path: string,
    credentials: SigningCredentials,
    context?: { projectId?: string; userId?: string; now?: number },
    method?: 'GET' | 'DELETE',
  ): Promise<Reply>;
  stop(): Promise<void>;
}

export async function startTestCloud(cloudOptions: { unlimited?: boolean } = {}): Promise<TestCloud> {
  const clock = createManualClock();
  const cloud = createSimulatedCloud({ clock, ...cloudOptions });
  const origin = await cloud.start();
  return {
    cloud,
    clock,
    get: (path, options) => sendRequest(origin + path, options),
    signed(path, credentials, context = {}, method = 'GET') {
      const signed = authenticate({ method, url: origin + path, headers: {} }, credentials, {
        now: clock.now(),
        ...context,
      });
      return sendRequest(origin + path, { method, headers: { ...signed.headers } });
    },
    stop: () => cloud.stop(),
  };
}
