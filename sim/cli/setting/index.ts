export { addConfigOptions, applySettings } from './apply-settings.ts';
export { usualFile } from './config-file.ts';
export { outputFileOptions, settingOption } from './settings.ts';
export { SettingOption } from './setting.ts';
