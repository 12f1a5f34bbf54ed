import type { Credentials } from '../../../auth/credentials';
import type { HttpResponse } from '../../../http/request';
import type { CredentialDefinition, ProviderDefinition } from '../../../providers/definitions/definition';
import type { Choices } from '../../../providers/definitions/guess/guess';
import type { PastedRequest } from '../../../providers/definitions/paste/readPasted';

/** What is known of a new provider so far. It is in memory only: it holds secrets. */
export interface ProviderDraft {
  readonly request?: PastedRequest;
  /** A response that was pasted, as text. */
  readonly pastedBody?: string;
  readonly credentials?: Credentials;
  /** How the definition names the credentials. */
  readonly defined?: CredentialDefinition;
  /** Full path; empty where none is needed. */
  readonly caFile?: string;
  /** The response to the request that started a job, so that it is not sent again. */
  readonly started?: HttpResponse;
  readonly response?: HttpResponse;
  readonly choices: Choices;
  /** Whether a provider is wanted although another one knows the address. */
  readonly isNewAnyway?: boolean;
}

/** An empty draft. */
export const emptyDraft: ProviderDraft = { choices: {} };

/** What came of the wizard. */
export type DescribedProvider =
  | {
      readonly kind: 'new';
      readonly definition: ProviderDefinition;
      readonly credentials: Credentials;
      readonly caFile: string | undefined;
      readonly taskId: string;
    }
  /** A provider that there is already recognizes this address. */
  | { readonly kind: 'known'; readonly address: string };

/** Whether there is something in a draft that would be lost. */
export function isWorthKeeping({ request, pastedBody }: ProviderDraft): boolean {
  return request !== undefined || pastedBody !== undefined;
}
