import { lm, type LanguageModelTool } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { loadChunk } from '../../base/loadChunk';
import { toolNames } from '../../ids';
import type { Services } from '../services';
import type { Tools } from './tools';

/** Registers the tools for language models. The first use of one loads them. */
export function registerTools(deps: Services): Disposable {
  const owned = new DisposableStore();
  const load = async (): Promise<Tools> => (await loadChunk(() => import('./tools'))).createTools(deps);
  for (const key of Object.keys(toolNames) as (keyof typeof toolNames)[]) {
    const tool: LanguageModelTool<unknown> = {
      invoke: async ({ input }, token) => (await load())[key].invoke(input, token),
      prepareInvocation: async ({ input }) => (await load())[key].prepare(input),
    };
    owned.add(lm.registerTool(toolNames[key], tool));
  }
  return owned;
}
