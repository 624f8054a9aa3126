import { describe, expect, test } from 'vitest';
import { findExercise, matching } from '../../learn/course.ts';
import { readOptions, UsageError } from '../../learn/options.ts';

const ids = ['01-udp/1-retry', '01-udp/2-rules', '01-udp/10-extra', '02-tcp/1-lines'];

describe('按开头几个字找练习', () => {
  test.for([
    ['01-udp/1-retry', '01-udp/1-retry'],
    ['01-udp/1', '01-udp/1-retry'],
    ['01-udp/10', '01-udp/10-extra'],
    ['01-udp/2', '01-udp/2-rules'],
    ['02', '02-tcp/1-lines'],
  ])('%s 就是 %s', ([wanted, id]) => {
    expect(findExercise(wanted!, ids)).toBe(id);
  });

  test('不止一个、一个也没有：都说明白', () => {
    expect(() => findExercise('01', ids)).toThrow('不止一个：01-udp/1-retry、01-udp/2-rules、01-udp/10-extra');
    expect(() => findExercise('03', ids)).toThrow('没有以「03」开头的练习');
  });

  test('verify 可以只判一章', () => {
    expect(matching('02-tcp', ids)).toEqual(['02-tcp/1-lines']);
  });
});

describe('选项', () => {
  test('写在 -- 后面的', () => {
    expect(readOptions(['check', '01-udp/1', '--file', 'a.ts', '--seed', '7', '--json'], {})).toMatchObject({ command: 'check', id: '01-udp/1', file: 'a.ts', seed: 7, json: true });
  });

  test.for([
    ['--file a.ts', ['check', '01-udp/1', 'a.ts'], { npm_config_file: 'true' }, { id: '01-udp/1', file: 'a.ts' }],
    ['--file=a.ts', ['check', '01-udp/1'], { npm_config_file: 'a.ts' }, { id: '01-udp/1', file: 'a.ts' }],
    ['--file 写在前面', ['check', 'a.ts', '01-udp/1'], { npm_config_file: 'true' }, { id: '01-udp/1', file: 'a.ts' }],
    ['--seed 7', ['check', '01-udp/1', '7'], { npm_config_seed: 'true' }, { id: '01-udp/1', seed: 7 }],
    ['--seed 和 --file', ['check', '01-udp/1', '7', 'a.ts'], { npm_config_seed: 'true', npm_config_file: 'true' }, { seed: 7, file: 'a.ts' }],
    ['--json', ['verify'], { npm_config_json: 'true' }, { json: true, id: undefined }],
    ['--yes', ['solution', '01-udp/1'], { npm_config_yes: 'true' }, { yes: true }],
    ['--answers 文件夹', ['list', '/home/me/answers'], { npm_config_answers: 'true' }, { id: undefined, answers: '/home/me/answers' }],
  ] as const)('npm 收走了 %s，也认', ([, args, environment, expected]) => {
    expect(readOptions(args, environment)).toMatchObject(expected);
  });

  test.for([
    [['check', '--verbose'], '没有「--verbose」这个选项'],
    [['check', '01-udp/1', '02-tcp/1'], '多了「02-tcp/1」'],
    [['check', '01-udp/1', '--seed', 'x'], '种子要写成 0 到 4294967295 的整数'],
    [['check', '01-udp/1', '--seed', '4294967296'], '种子要写成'],
    [['check', '01-udp/1', '--file'], '--file'],
  ] as const)('写错了 %s', ([args, reason]) => {
    expect(() => readOptions(args, {})).toThrow(UsageError);
    expect(() => readOptions(args, {})).toThrow(reason);
  });
});
