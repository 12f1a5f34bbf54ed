import type { HostMessage } from '../ui/views/details/messages';

/** A response, or the first part of it. */
export type ResponsePart = Pick<HostMessage & { readonly type: 'response' }, 'text' | 'isWhole'>;

/** The response in the last section of the page. It is requested when the section opens, and again after each new response. */
export class ShownResponse {
  private respondedAt: number | undefined;
  private part: ResponsePart | undefined;

  /** @param ask asks the host for the response */
  constructor(
    private isShown: boolean,
    private readonly ask: () => void,
  ) {}

  get isOpen(): boolean {
    return this.isShown;
  }

  /** What came last; `undefined` until then. */
  get content(): ResponsePart | undefined {
    return this.part;
  }

  /** Opens or closes the section. @returns false if it is so already */
  toggle(isOpen: boolean): boolean {
    if (isOpen === this.isShown) {
      return false;
    }
    this.isShown = isOpen;
    if (isOpen) {
      this.ask();
    }
    return true;
  }

  /** Takes note of when the last response came (ms since the epoch). */
  note(respondedAt: number | undefined): void {
    if (this.isShown && respondedAt !== this.respondedAt) {
      this.ask();
    }
    this.respondedAt = respondedAt;
  }

  take({ text, isWhole }: ResponsePart): void {
    this.part = { text, isWhole };
  }
}
