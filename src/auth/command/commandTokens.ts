import type { Clock } from '../../base/clock';
import { message } from '../../base/message';
import { RequestError } from '../../http/failure';
import { TokenCache, type IssuedToken } from '../tokenCache';

/** A token that a command printed is used for this long (ms): it does not say when it ends. */
const usedFor = 10 * 60_000;

/** Gets tokens from commands that the user entered. Calls that wait for the same token share one run. */
export class CommandTokens {
  private readonly tokens: TokenCache<IssuedToken>;

  /**
   * @param run runs a command line; rejects with RequestError
   * @param isAllowed whether commands may run now; they may not in a workspace that the user does not trust
   */
  constructor(
    private readonly clock: Clock,
    private readonly run: (line: string) => Promise<string>,
    private readonly isAllowed: () => boolean,
  ) {
    this.tokens = new TokenCache(clock);
  }

  /** @throws RequestError with the step `sign-in` */
  async token(line: string): Promise<string> {
    const { token } = await this.tokens.get(line, async () => {
      if (!this.isAllowed()) {
        const explanation = message('The command that prints a token runs in trusted workspaces only.');
        throw new RequestError({ kind: 'credentials-missing', step: 'sign-in', explanation });
      }
      return { token: await this.run(line), expiresAt: this.clock.now() + usedFor };
    });
    return token;
  }

  /** Forgets a token that a service rejected, so that the command runs again. */
  forget(line: string, token: string): Promise<void> {
    return this.tokens.forget(line, token);
  }
}
