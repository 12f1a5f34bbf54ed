/** A project of a company's account. */
export interface SimulatedProject {
  readonly id: string;
  /** The region's name, such as `cn-north-4`, or one that begins with it. */
  readonly name: string;
  /** Id of the project that it is a part of; of none when left out. */
  readonly parentId?: string;
  /** `false` for one that the company closed. */
  readonly enabled?: boolean;
}

/** Which projects credentials are good for. */
export interface ProjectScope {
  /** Of the project that requests may name; empty for a token that is for none. */
  readonly projectId: string;
  /** `cn-north-4` when left out. */
  readonly projectName?: string;
  /** The company's account, which the identity service calls a domain. */
  readonly domain?: string;
  readonly otherProjects?: readonly SimulatedProject[];
  /** Set for an ordinary user, who lacks the permission to list the projects of the company. */
  readonly mayNotListProjects?: boolean;
}

/** Credentials that the simulated cloud accepts, and what they give access to. */
export type SimulatedAccount = {
  /** The name in recorded requests; its kind when left out. */
  readonly name?: string;
} & (
  | ({
      readonly kind: 'aksk';
      readonly accessKey: string;
      readonly secretKey: string;
      /** Makes the key a temporary one. */
      readonly securityToken?: string;
    } & ProjectScope)
  | ({
      readonly kind: 'iam-token';
      readonly token: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt?: number;
    } & ProjectScope)
  | ({
      readonly kind: 'iam-user';
      readonly domain: string;
      readonly user: string;
      readonly password: string;
      /** Set when the user has login protection and so signs in by id and passcode. */
      readonly totp?: { readonly userId: string; readonly passcode: string };
      /** Rejects a project that is named without its domain, as a standard Keystone server does. */
      readonly wantsProjectDomain?: boolean;
      /** Tells that the password was right and the passcode is missing, as a standard Keystone server does. */
      readonly givesReceipt?: boolean;
      /** How long the user's tokens live, ms; a day when left out. */
      readonly tokenLifetime?: number;
    } & ProjectScope)
  | {
      readonly kind: 'koodrive-token';
      /** With or without `Bearer+`. Expires after 20 minutes without a request. */
      readonly token: string;
    }
  | { readonly kind: 'koodrive-app'; readonly appId: string; readonly appSecret: string; readonly userId: string }
  | {
      readonly kind: 'access-token';
      readonly token: string;
      /** The only shop that it gives access to; any when left out. */
      readonly shop?: string;
    }
);

type Kind = SimulatedAccount['kind'];
type AccountOf<K extends Kind> = Extract<SimulatedAccount, { kind: K }>;

/** Chooses which credentials the cloud accepts. */
export interface SimulatedAccounts {
  /** Starts accepting these credentials. */
  allow(account: SimulatedAccount): void;
  /** Stops accepting credentials. @param id access key, token, app id or user name */
  revoke(id: string): void;
  /** The number of failed authentications of `id` so far. @param id access key, token, app id or user name */
  failuresOf(id: string): number;
}

/** The accounts, with the methods that only services use. */
export interface Accounts extends SimulatedAccounts {
  find<K extends Kind>(kind: K, id: string): AccountOf<K> | undefined;
  all<K extends Kind>(kind: K): readonly AccountOf<K>[];
  /** Records the result of an authentication. Five failures in a row lock an id for five minutes. */
  note(id: string, succeeded: boolean): void;
  isLocked(id: string): boolean;
  /** Renews a token that expires when unused for `lifetimeMs`. @returns false when it has expired */
  renew(token: string, lifetimeMs: number): boolean;
}

const failuresToLock = 5;
const lockMs = 5 * 60_000;

/** Returns the id of an account: the public part of its credentials, or the token. */
function idOf(account: SimulatedAccount): string {
  switch (account.kind) {
    case 'aksk':
      return account.accessKey;
    case 'koodrive-app':
      return account.appId;
    case 'iam-user':
      return account.user;
    case 'koodrive-token':
      return bareToken(account.token);
    case 'iam-token':
    case 'access-token':
      return account.token;
  }
}

/** Removes the prefix of a KooDrive token. */
export function bareToken(token: string): string {
  return token.replace(/^Bearer[+ ]/, '');
}

/** Returns an account's name for recorded requests. */
export function accountName(account: SimulatedAccount): string {
  return account.name ?? account.kind;
}

/** Creates an empty list of accounts. @param now returns ms since the epoch */
export function createAccounts(now: () => number): Accounts {
  const accounts = new Map<string, SimulatedAccount>();
  const failures = new Map<
    string,
    { readonly total: number; readonly consecutive: number; readonly lockedUntil: number }
  >();
  const lastUse = new Map<string, number>();
  const none = { total: 0, consecutive: 0, lockedUntil: 0 };

  const all = <K extends Kind>(kind: K): readonly AccountOf<K>[] =>
    [...accounts.values()].filter((account): account is AccountOf<K> => account.kind === kind);

  return {
    all,
    allow(account) {
      const id = idOf(account);
      accounts.set(`${account.kind} ${id}`, account);
      lastUse.set(id, now());
    },
    revoke(id) {
      for (const [key, account] of accounts) {
        if (idOf(account) === bareToken(id)) {
          accounts.delete(key);
        }
      }
    },
    failuresOf: (id) => failures.get(bareToken(id))?.total ?? 0,
    find: (kind, id) => all(kind).find((account) => idOf(account) === id),
    note(id, succeeded) {
      const { total, consecutive, lockedUntil } = failures.get(id) ?? none;
      if (succeeded) {
        failures.set(id, { total, consecutive: 0, lockedUntil });
      } else {
        const locks = consecutive + 1 >= failuresToLock;
        failures.set(id, {
          total: total + 1,
          consecutive: locks ? 0 : consecutive + 1,
          lockedUntil: locks ? now() + lockMs : lockedUntil,
        });
      }
    },
    isLocked: (id) => now() < (failures.get(id)?.lockedUntil ?? 0),
    renew(token, lifetimeMs) {
      const alive = now() - (lastUse.get(token) ?? -Infinity) <= lifetimeMs;
      if (alive) {
        lastUse.set(token, now());
      }
      return alive;
    },
  };
}
