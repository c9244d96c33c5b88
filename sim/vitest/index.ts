export { type SimTest, simTest, type SimTestOptions } from './sim-test.ts';
export { SimulationFailedError } from '../simulate/index.ts';
