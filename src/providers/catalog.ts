import type { ProviderDefinition } from './definitions/definition';
import type { Provider } from './provider';

/** Where a person gets credentials for an API. English; translated when shown. */
export interface CredentialHelp {
  /** What to do, in one or two sentences. */
  readonly hint: string;
  /** The page where they are made, or that explains how. */
  readonly page: string;
}

/** An API whose definition comes with this extension, in `media/providers`. */
export interface CatalogEntry {
  readonly definition: ProviderDefinition;
  readonly provider: Provider;
  readonly help: CredentialHelp;
}

/** The files of the catalog. They are read when they are wanted. */
export interface CatalogFiles {
  /** The ids of all entries. */
  list(): Promise<readonly string[]>;
  /** The JSON of an entry; undefined when there is none with this id. */
  read(id: string): Promise<unknown>;
}
