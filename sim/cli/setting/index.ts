export { addConfigOptions, applySettings } from './apply-settings.ts';
export { settingOption } from './settings.ts';
