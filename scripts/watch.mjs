#!/usr/bin/env node
// `npm run watch`, which F5 starts too: builds the extension for debugging whenever a file changes, from a bare clone.
import { ensureDependencies } from './host/dependencies.mjs';

await ensureDependencies();
const { watchExtension } = await import('./build.mjs');
await watchExtension();
