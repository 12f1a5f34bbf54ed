import { pathOf } from '../support/checkout';
import { importScript } from '../support/importScript';

/** A server that knows of an API what its description says; see scripts/peers/prism.mjs. */
export interface Prism {
  readonly origin: string;
  stop(): Promise<void>;
}

interface PrismScript {
  startPrismMock(description: string): Promise<Prism>;
  startPrismProxy(description: string, upstream: string): Promise<Prism>;
}

/** The documents that are described in `openapi`, by the provider that follows them. */
export const documents = ['huawei-dsc', 'huawei-vod', 'huawei-koodrive', 'shoplazza'] as const;

/** One of {@link documents}. */
export type DocumentName = (typeof documents)[number];

const script = (): Promise<PrismScript> => importScript('scripts/peers/prism.mjs');
const descriptionOf = (name: DocumentName): string => pathOf(`test/peers/openapi/${name}.yaml`);

/** Starts a server that responds with the examples of a document and rejects what it does not allow. */
export async function startPrismMock(name: DocumentName): Promise<Prism> {
  return (await script()).startPrismMock(descriptionOf(name));
}

/** Starts a server that forwards requests, and responds with an error where the document does not allow what it sees. */
export async function startPrismProxy(name: DocumentName, upstream: string): Promise<Prism> {
  return (await script()).startPrismProxy(descriptionOf(name), upstream);
}
