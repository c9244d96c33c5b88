export { defineConfig, defineScenario, type OwnScenario, type SkeinConfig } from './skein-config.ts';
