import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An example of docs/custom-providers.md, with the recorded API that it is for. */
export interface DefinitionExample {
  /** Name of the recorded API below test/fixtures/definitions. */
  readonly sample: string;
  readonly definition: { readonly id: string };
  /** The id of the recorded task. */
  readonly id: string;
  /** The fields of the recorded connection. */
  readonly fields: Readonly<Record<string, string>>;
}

const page = readFileSync(join(process.cwd(), 'docs/custom-providers.md'), 'utf8');

/** The definitions of the page, by their ids. */
export const documentedDefinitions: ReadonlyMap<string, { readonly id: string }> = new Map(
  [...page.matchAll(/^```json\n([^]*?)^```/gm)]
    .map(([, json = '']) => JSON.parse(json) as { readonly id: string })
    .map((definition) => [definition.id, definition]),
);

const recorded: readonly (Omit<DefinitionExample, 'definition'> & { readonly defined: string })[] = [
  {
    sample: 'replicate-prediction',
    defined: 'replicate',
    id: 'q8fake7rsrd05cn9p0a1b2c3d4',
    fields: {},
  },
  {
    sample: 'google-operation',
    defined: 'google-run',
    id: 'projects/acme-render/locations/europe-west1/operations/7f3e2c1a-90bd-4d52-8d0e-11aa22bb33cc',
    fields: {},
  },
  {
    sample: 'azure-operation',
    defined: 'azure',
    id: 'd1e2f3a4-1111-4222-8333-abcdefabcdef',
    fields: {
      subscription: '5b1d1a52-0000-4a11-8f00-c0ffee000001',
      namespace: 'Microsoft.Compute',
      region: 'westeurope',
      apiVersion: '2024-07-01',
    },
  },
  { sample: 'openai-batch', defined: 'openai-batch', id: 'batch_6741a0c2fake0001', fields: {} },
  { sample: 'github-run', defined: 'github-run', id: 'acme/widgets/19876543210', fields: {} },
  {
    sample: 'kubernetes-job',
    defined: 'kubernetes-job',
    id: 'media/thumbs-2026-11',
    fields: { endpoint: 'https://k8s.example.internal:6443' },
  },
];

/** The examples of the page that have a recorded API. */
export const definitionExamples: readonly DefinitionExample[] = recorded.map(({ defined, ...example }) => {
  const definition = documentedDefinitions.get(defined);
  if (!definition) {
    throw new Error(`docs/custom-providers.md has no example ${defined}`);
  }
  return { ...example, definition };
});
