/** All that the demo takes from the simulator: a bundle of its own, which is not read before somebody wants the demo. */
export { createDemoCredentials, demoConnections, toDemoAccount } from './demoAccounts';
export { createDemoWorld } from './demoWorld';
export { createSimulatedCloud } from '../simulatedCloud';
export { isSimulatedWorld } from '../simulatedTask';
