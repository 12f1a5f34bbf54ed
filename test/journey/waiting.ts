// The page changes when it is ready: everything waits for what it needs to see.
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** A machine that runs all lanes at once is slow: long enough for it, and no test waits longer than it must (ms). */
export const PATIENCE_MS = 45_000;
const POLL_MS = 50;

/** Waits until the condition holds; says what it waited for when it does not. */
export async function until(
  what: string | (() => string),
  holds: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${String(patienceMs / 1000)} s for ${typeof what === 'string' ? what : what()} in vain.`);
    }
    await delay(POLL_MS);
  }
}

/** Whether the element is there within that many milliseconds. */
export async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout }));
}

/** Whether the element is gone within that many milliseconds. */
export async function disappears(locator: Locator, timeout: number): Promise<boolean> {
  return succeeds(locator.waitFor({ state: 'hidden', timeout }));
}

/** Whether an action that has a timeout of its own came through. */
export async function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

/** Matches that text alone, where Playwright would take any text that contains it. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
