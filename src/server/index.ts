export { sweeper, type Sweeper, type SweeperOptions } from './sweeper.ts';
