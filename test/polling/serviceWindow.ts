import assert from 'node:assert/strict';
import { RequestError, type FailureKind } from '../../src/http/failure';
import { connectionOf, token, type TestWindow, type useWorld } from './world';

/** Opens a window with a connection of two services, and one whose provider is missing. */
export async function openServiceWindow(world: ReturnType<typeof useWorld>): Promise<TestWindow> {
  world.setting.edit([
    connectionOf('works'),
    connectionOf('studio', { provider: 'huawei-vod' }),
    connectionOf('foreign', { provider: 'their-render-farm' }),
  ]);
  const window = await world.open();
  await window.vault.write('works', token('good'));
  await window.vault.write('studio', token('good'));
  await window.connections.load();
  return window;
}

/** Accepts the error of a request that failed so. */
export function failsWith(kind: FailureKind): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof RequestError, String(error));
    assert.equal(error.failure.kind, kind);
    return true;
  };
}
