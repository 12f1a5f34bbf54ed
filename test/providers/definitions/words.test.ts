import assert from 'node:assert/strict';
import { meaningOf } from '../../../src/providers/definitions/words/wordTable';

describe('the table of words', () => {
  for (const [meaning, words] of Object.entries({
    queued: 'PENDING in-queue JOB_STATE_QUEUED validating_files WAITING_FOR_CAPACITY awaiting_review 排队中',
    running:
      'In Progress RUNNING rolling_back UPDATE_IN_PROGRESS cancelling Paused action_required ＲＵＮＮＩＮＧ 转码中 Updating false PROCESSING_UPLOAD shutting_down not_finished incomplete notPublished',
    over: 'Done COMPLETED job_completed FINISH terminated IMPORT_COMPLETE processing_done 已完成 true',
    succeeded: 'success SUCCEEDED TASK_STATE_SUCCEEDED ready OK create_succeeded CompletedSuccessfully 成功',
    partial:
      'partially_succeeded completed_with_errors SucceededWithWarnings SucceededPartial PARTIAL SUCCEEDED_WITH_ISSUES 部分成功',
    failed:
      'FAILURE timed_out DELETE_FAILED expired UPDATE_ROLLBACK_COMPLETE internal_error connection_timeout WORKFLOW_EXECUTION_STATUS_TIMED_OUT processing_failed FailedValidation unsuccessful FATAL 失败',
    cancelled: 'canceled ABORTED user_stopped cancel_complete stopped skipped 已取消',
    expired: 'not_found archived 已失效',
    unknown: 'STATE_UNSPECIFIED unknown none',
  })) {
    it(`says ${meaning}`, () => {
      const words_ = words.split(/(?<!In) /);
      assert.deepEqual(
        words_.map((word) => [word, meaningOf(word)]),
        words_.map((word) => [word, meaning]),
      );
    });
  }

  it('leaves to the user what means different things', () => {
    for (const word of [
      'active',
      'missing',
      'SOURCE_MISSING',
      'NOTHING',
      'conflicting',
      'ring',
      'idle',
      'deleted',
      'enabled',
      'inactive',
      'open',
      'standby',
      'normal',
      'In Progress: the file is still read',
      '0',
      '1',
      '-1',
      '',
    ]) {
      assert.equal(meaningOf(word), undefined, word);
    }
  });
});
