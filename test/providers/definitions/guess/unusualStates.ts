import type { PublicApi } from './publicApi';

const uuid = '9ea68fd3-f953-42c1-9742-976c447fb463';

/** APIs that say in another way than most how a task is. Responses are as documented, without members that say nothing. */
export const unusualStates: readonly PublicApi[] = [
  {
    name: 'Redfish tasks: a health beside the state',
    source: 'https://pubs.lenovo.com/xcc3-restapi/task_properties_get',
    request: 'curl -k -u me:pw https://bmc.example.com/redfish/v1/TaskService/Tasks/545',
    id: '545',
    body: {
      ...{ '@odata.id': '/redfish/v1/TaskService/Tasks/545', '@odata.type': '#Task.v1_4_3.Task', Id: '545' },
      ...{ Name: 'Task 545', TaskState: 'Running', TaskStatus: 'OK', PercentComplete: 42, HidePayload: true },
      ...{ TaskMonitor: '/redfish/v1/TaskService/TaskMonitors/545', StartTime: '2024-11-30T05:49:40+00:00' },
      Messages: [{ Message: "The task with Id '545' has started.", MessageId: 'TaskEvent.1.0.3.TaskStarted' }],
    },
    finds: { state: 'TaskState', progress: 'PercentComplete', createdAt: 'StartTime', name: 'Name' },
    states: [
      [{ TaskState: 'New' }, 'queued'],
      [{ TaskState: 'Completed' }, 'succeeded'],
      [{ TaskState: 'Killed', TaskStatus: 'Warning' }, 'failed'],
      [{ TaskState: 'Cancelled', TaskStatus: 'Warning' }, 'cancelled'],
    ],
    reasons: [
      [
        { TaskState: 'Exception', TaskStatus: 'Warning', Messages: [{ Message: 'The image is bad.' }] },
        'The image is bad.',
      ],
    ],
  },
  {
    name: 'Redfish tasks: from one that has ended',
    source: 'https://pubs.lenovo.com/xcc3-restapi/task_properties_get',
    request: 'curl -k -u me:pw https://bmc.example.com/redfish/v1/TaskService/Tasks/545',
    id: '545',
    body: { Id: '545', Name: 'Task 545', TaskStatus: 'OK', TaskState: 'Completed', PercentComplete: 100 },
    finds: { state: 'TaskState' },
    states: [
      [{ TaskState: 'Running', TaskStatus: undefined }, 'running'],
      [{ TaskState: 'Exception', TaskStatus: 'Warning' }, 'failed'],
    ],
  },
  {
    name: 'Bitmovin encodings: a word for the request around the task',
    source: 'https://developer.bitmovin.com/encoding/reference',
    request: `https://api.bitmovin.com/v1/encoding/encodings/${uuid}/status`,
    id: uuid,
    body: {
      ...{ requestId: '6d84e126-d10c-4e52-bbfb-bd4c92bc8333', status: 'SUCCESS' },
      data: { result: { status: 'RUNNING', progress: 42, eta: 120, subtasks: [] }, messages: [] },
    },
    finds: { root: 'data.result', state: 'status', progress: 'progress' },
    states: [
      [{ data: { result: { status: 'QUEUED' } } }, 'queued'],
      [{ data: { result: { status: 'FINISHED' } } }, 'succeeded'],
      [{ data: { result: { status: 'ERROR' } } }, 'failed'],
    ],
  },
  {
    name: 'Proxmox VE tasks: stopped, with an exit status',
    source: 'https://pve.proxmox.com/pve-docs/api-viewer/#/nodes/{node}/tasks/{upid}/status',
    request:
      'https://pve.example.com:8006/api2/json/nodes/pve/tasks/UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:/status',
    id: 'UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:',
    body: {
      data: {
        ...{ status: 'running', upid: 'UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:', node: 'pve' },
        ...{ pid: 4660, pstart: 43981, starttime: 1694498816, type: 'qmstart', id: '100', user: 'root@pam' },
      },
    },
    finds: { state: 'status', createdAt: 'starttime' },
    states: [
      [{ data: { status: 'stopped', exitstatus: 'OK' } }, 'succeeded'],
      [{ data: { status: 'stopped', exitstatus: 'WARNINGS: 1' } }, 'partial'],
    ],
    reasons: [
      [{ data: { status: 'stopped', exitstatus: 'command failed: exit code 1' } }, 'command failed: exit code 1'],
    ],
  },
  {
    name: 'Docker containers: exited, with an exit code',
    source: 'https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerInspect',
    request:
      'https://docker.example.com/v1.47/containers/ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39/json',
    id: 'ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39',
    body: {
      ...{ Id: 'ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39', Created: '2025-02-17T17:43:39.64Z' },
      State: {
        ...{ Status: 'running', Running: true, Paused: false, Restarting: false, OOMKilled: false, Dead: false },
        ...{ Pid: 1234, ExitCode: 0, Error: '', StartedAt: '2025-02-17T17:43:40Z', FinishedAt: '0001-01-01T00:00:00Z' },
      },
      ...{ Image: 'sha256:72297848456d', Name: '/funny_chatelet', RestartCount: 0 },
    },
    finds: { state: 'State.Status', createdAt: 'Created', endedAt: 'State.FinishedAt', name: 'Name' },
    states: [
      [{ State: { Status: 'created', Running: false } }, 'queued'],
      [{ State: { Status: 'exited', Running: false } }, 'succeeded'],
    ],
    reasons: [[{ State: { Status: 'exited', ExitCode: 137 } }, 'Exit code {0}.']],
  },
  {
    name: 'YARN applications: a final status that is not defined yet',
    source: 'https://hadoop.apache.org/docs/stable/hadoop-yarn/hadoop-yarn-site/ResourceManagerRest.html',
    request: 'https://rm.example.com:8090/ws/v1/cluster/apps/application_1326821518301_0010',
    id: 'application_1326821518301_0010',
    body: {
      app: {
        ...{ finishedTime: 0, trackingUI: 'ApplicationMaster', state: 'RUNNING', user: 'user1' },
        ...{ id: 'application_1326821518301_0010', clusterId: 1326821518301, finalStatus: 'UNDEFINED' },
        ...{ progress: 82.44703, name: 'Sleep job', startedTime: 1326860715335, elapsedTime: 31814, diagnostics: '' },
        trackingUrl: 'https://host.example.com:8088/proxy/application_1326821518301_0010/',
      },
    },
    finds: { state: 'app.state', progress: 'app.progress', createdAt: 'app.startedTime', link: 'app.trackingUrl' },
    states: [
      [{ app: { state: 'ACCEPTED' } }, 'queued'],
      [{ app: { state: 'FINISHED', finalStatus: 'SUCCEEDED' } }, 'succeeded'],
      [{ app: { state: 'FINISHED', finalStatus: 'KILLED' } }, 'failed'],
    ],
    reasons: [[{ app: { state: 'FINISHED', finalStatus: 'FAILED', diagnostics: 'Task failed' } }, 'Task failed']],
  },
  {
    name: 'Tekton pipeline runs: a condition',
    source: 'https://tekton.dev/docs/pipelines/pipelineruns/#monitoring-execution-status',
    request: 'https://k8s.example.com/apis/tekton.dev/v1/namespaces/ci/pipelineruns/build-x7k2p',
    id: 'build-x7k2p',
    body: {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', spec: { pipelineRef: { name: 'build' } } },
      metadata: { name: 'build-x7k2p', namespace: 'ci', creationTimestamp: '2022-01-01T00:00:00Z' },
      status: {
        startTime: '2022-01-01T00:00:01Z',
        conditions: [{ type: 'Succeeded', status: 'Unknown', reason: 'Running', message: 'Tasks Completed: 1' }],
      },
    },
    finds: { name: 'metadata.name', createdAt: 'metadata.creationTimestamp', endedAt: 'status.completionTime' },
    states: [
      [{}, 'running'],
      [{ status: { conditions: undefined } }, 'running'],
      [{ status: { conditions: [{ type: 'Succeeded', status: 'True', reason: 'Completed' }] } }, 'succeeded'],
      [
        { status: { conditions: [{ type: 'Succeeded', status: 'False', reason: 'PipelineRunCancelled' }] } },
        'cancelled',
      ],
      [{ status: { conditions: [{ type: 'Succeeded', status: 'False' }] } }, 'failed'],
    ],
    reasons: [
      [
        {
          status: { conditions: [{ type: 'Succeeded', status: 'False', reason: 'Failed', message: 'No such image' }] },
        },
        'No such image',
      ],
    ],
  },
  {
    name: 'Dropbox batches: a tag',
    source: 'https://www.dropbox.com/developers/documentation/http/documentation#files-move_batch-check',
    request: `curl https://api.dropboxapi.com/2/files/move_batch/check_v2 --json '{"async_job_id":"34g93hh34h04y384084"}'`,
    id: '34g93hh34h04y384084',
    body: { '.tag': 'in_progress' },
    finds: { state: '".tag"' },
    states: [[{ '.tag': 'complete', entries: [{ '.tag': 'success' }, { '.tag': 'success' }] }, 'succeeded']],
  },
  {
    name: 'Instagram containers: a status code that is a word, beside a sentence',
    source: 'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container',
    request: 'https://graph.facebook.com/v19.0/17889615691921648?fields=status_code,status',
    id: '17889615691921648',
    body: {
      ...{ status_code: 'IN_PROGRESS', status: 'In Progress: Media is still being processed.' },
      id: '17889615691921648',
    },
    finds: { state: 'status_code' },
    states: [
      [{ status_code: 'FINISHED' }, 'succeeded'],
      [{ status_code: 'PUBLISHED' }, 'succeeded'],
      [{ status_code: 'EXPIRED' }, 'failed'],
    ],
  },
  {
    name: 'Snowflake statements: the HTTP status alone',
    source: 'https://docs.snowflake.com/en/developer-guide/sql-api/reference',
    request: 'https://acme.snowflakecomputing.com/api/v2/statements/01b2c3d4-0000-0000-0000-000000000001',
    id: '01b2c3d4-0000-0000-0000-000000000001',
    status: 202,
    body: {
      ...{ code: '333334', message: 'Asynchronous execution in progress.', sqlState: '00000' },
      statementHandle: '01b2c3d4-0000-0000-0000-000000000001',
      statementStatusUrl: '/api/v2/statements/01b2c3d4-0000-0000-0000-000000000001',
    },
    finds: { state: undefined },
    states: [
      [{}, 'running'],
      [{ code: '090001', message: 'successfully executed' }, 'succeeded', 200],
      [{ code: '000904', message: 'SQL compilation error' }, 'failed', 422],
    ],
  },
  {
    name: 'Google Speech: an operation whose name says nothing',
    source: 'https://cloud.google.com/speech-to-text/docs/async-recognize',
    request: 'https://speech.googleapis.com/v1/operations/7612202767953098924',
    id: '7612202767953098924',
    body: {
      name: '7612202767953098924',
      metadata: {
        '@type': 'type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeMetadata',
        ...{ progressPercent: 34, startTime: '2017-07-20T16:36:55.033650Z' },
        lastUpdateTime: '2017-07-20T16:37:17.158630Z',
      },
    },
    finds: { progress: 'metadata.progressPercent', createdAt: 'metadata.startTime' },
    states: [
      [{}, 'running'],
      [{ done: true, response: { results: [] } }, 'succeeded'],
    ],
    reasons: [[{ done: true, error: { code: 3, message: 'Invalid audio' } }, 'Invalid audio']],
  },
  {
    name: 'Kestra executions: the current state',
    source: 'https://kestra.io/docs/api-reference/open-source#get-/api/v1/main/executions/-executionId-',
    request: 'https://kestra.example.com/api/v1/main/executions/2CtLI3e7vFoOPqjGjLMcKy',
    id: '2CtLI3e7vFoOPqjGjLMcKy',
    body: {
      ...{ id: '2CtLI3e7vFoOPqjGjLMcKy', namespace: 'company.team', flowId: 'hello', flowRevision: 1, labels: [] },
      state: {
        ...{ current: 'RUNNING', startDate: '2023-01-01T00:00:00Z', duration: 'PT1S' },
        histories: [
          { state: 'CREATED', date: '2023-01-01T00:00:00Z' },
          { state: 'RUNNING', date: '2023-01-01T00:00:01Z' },
        ],
      },
    },
    finds: { state: 'state.current', createdAt: 'state.startDate' },
    states: [
      [{ state: { current: 'SUCCESS' } }, 'succeeded'],
      [{ state: { current: 'WARNING' } }, 'partial'],
      [{ state: { current: 'KILLED' } }, 'failed'],
    ],
  },
  {
    name: 'Tencent Cloud tasks: a number, and its word',
    source: 'https://www.tencentcloud.com/document/product/1118/43494',
    request: `curl https://asr.tencentcloudapi.com -H 'X-TC-Action: DescribeTaskStatus' -H 'X-TC-Version: 2019-06-14' --json '{"TaskId":1393}'`,
    id: '1393',
    body: {
      Response: {
        RequestId: '8824366f-0e8f-4bd4-8924-af5e84127caa',
        Data: { TaskId: 1393, Status: 1, StatusStr: 'doing', Result: '', ResultDetail: null, ErrorMsg: '' },
      },
    },
    finds: { refusal: 'Response.Error', state: 'Response.Data.StatusStr' },
    states: [
      [{ Response: { Data: { Status: 0, StatusStr: 'waiting' } } }, 'queued'],
      [{ Response: { Data: { Status: 2, StatusStr: 'success' } } }, 'succeeded'],
    ],
    reasons: [
      [
        { Response: { Data: { Status: 3, StatusStr: 'failed', ErrorMsg: 'Failed to download' } } },
        'Failed to download',
      ],
    ],
  },
];
