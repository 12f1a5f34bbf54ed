import assert from 'node:assert/strict';
import {
  firstQuery,
  maxRows,
  readHostMessage,
  readPageMessage,
  readSavedState,
} from '../../../../src/ui/views/details/messages';

describe('the messages of the Details panel', () => {
  const items = { type: 'items', request: 0, query: firstQuery, offset: 0, limit: 100 };

  it('of the page are read', () => {
    for (const message of [
      { type: 'ready' },
      items,
      { type: 'openItem', index: 3 },
      { type: 'act', action: 'refresh', query: firstQuery },
      { type: 'pin', pinned: true },
    ]) {
      assert.deepEqual(readPageMessage(message), message);
    }
  });

  it('of the page are refused when they are anything else', () => {
    for (const message of [
      undefined,
      'ready',
      { type: 'start' },
      { type: 'act', action: 'workbench.action.quit', query: firstQuery },
      { type: 'openItem', index: -1 },
      { type: 'openItem', index: 1.5 },
      { type: 'openItem', index: 1, link: 'https://elsewhere.example.com' },
      { ...items, limit: maxRows + 1 },
      { ...items, query: { ...firstQuery, sort: '__proto__' } },
      { ...items, query: { ...firstQuery, text: 'x'.repeat(1_001) } },
    ]) {
      assert.equal(readPageMessage(message), undefined, JSON.stringify(message));
    }
  });

  it('of the host are read, and refused when they are anything else', () => {
    const row = {
      index: 0,
      tone: 'bad',
      icon: 'error',
      state: 'failed',
      source: 'a',
      target: '',
      reason: '',
      hasLink: false,
    };
    const message = {
      type: 'items',
      request: 1,
      offset: 0,
      rows: [row],
      total: 1,
      counts: { all: 1, failed: 1, finished: 0 },
      columns: ['state'],
      widths: { source: 1, target: 0, reason: 0 },
    };
    assert.deepEqual(readHostMessage(message), message);
    assert.equal(readHostMessage({ ...message, rows: [{ ...row, tone: 'red' }] }), undefined);
    assert.equal(readHostMessage({ type: 'vscode-keydown' }), undefined);
  });

  it('restore a page only from what a page of this version saved', () => {
    const state = { connection: 'a', id: '1', pinned: false, query: firstQuery, scrollTop: 0, responseOpen: false };
    assert.deepEqual(readSavedState(state), state);
    assert.equal(readSavedState({ ...state, query: {} }), undefined);
    assert.equal(readSavedState(undefined), undefined);
  });
});
