/**
 * 每个练习的检查都要证明自己：起点因为少了那一步而不通过，答案通过，
 * 每一份错的答案得到它自己的诊断，空文件和当场抛错的文件不会混过去。
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exercises, loadExercise, roomOf } from '../../kit/exercises.ts';
import { firstFailure, judge } from '../../kit/judge.ts';
import { hasIPv6 } from '../support/addresses.ts';
import { temporaryFile } from '../support/files.ts';

const seed = 20260901;
// 错的答案直接从看出它的那一项开始判；它前面的几项都通过，由 CI 来证：为此要多启动几百个进程。
const provesEveryCheck = process.env['CI'] !== undefined;

/** 有的误解要有好几个回环地址才看得出来；写明了系统的，在别的系统上不证。要有 IPv6 的也是。 */
function canTell(file: string): boolean {
  if (/^\/\/ 要有：IPv6$/m.test(readFileSync(file, 'utf8')) && !hasIPv6()) return false;
  const systems = /^\/\/ 分得清的系统：([\w、]+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  const here = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? '';
  return systems === undefined || systems.split('、').includes(here);
}

/** 一份错的答案开头写明的：应得的诊断，和第一项没有通过的检查。 */
interface Expected {
  diagnosis: string;
  check: string;
}

function expectedOf(file: string): Expected {
  const found = /^\/\/ 应得的诊断：(\S+)\n\/\/ 看出来的检查：(\S+)\n\/\/ 想错的地方：\S+/.exec(readFileSync(file, 'utf8'));
  if (!found) throw new Error(`${file} 的前三行要写「// 应得的诊断：…」「// 看出来的检查：…」和「// 想错的地方：…」。`);
  return { diagnosis: found[1]!, check: found[2]! };
}

/** 证明一章的每个练习。每一章一个测试文件：两个核上，两章同时证明。 */
export function prove(chapter: string): void {
  for (const id of exercises().filter((each) => each.startsWith(`${chapter}/`))) proveExercise(id);
}

function proveExercise(id: string): void {
  const folder = roomOf(id);

  describe.concurrent(id, async () => {
    const exercise = await loadExercise(id);
    const diagnosis = async (file: string, expected?: string): Promise<string> => (await firstFailure(exercise, file, seed, { expected }))?.diagnosis ?? '通过';

    const start = join(folder, 'start.ts');
    test.runIf(canTell(start))('起点不通过，原因是少了题目要加的那一步', async () => {
      expect(await diagnosis(start, exercise.startDiagnosis)).toBe(exercise.startDiagnosis);
    });

    test.runIf(canTell(start))('答案通过', async () => {
      const verdict = await judge(exercise, id, join(folder, 'solution.ts'), seed);
      expect(verdict.checks.filter((check) => !check.passed)).toEqual([]);
    });

    test('空文件不通过', async (context) => {
      expect(await diagnosis(temporaryFile(context, 'empty.ts', ''))).not.toBe('通过');
    });

    test('当场抛错的文件不通过，诊断是崩溃', async (context) => {
      expect(await diagnosis(temporaryFile(context, 'boom.ts', "throw new Error('boom');\n"))).toBe('crashed');
    });

    const wrong = readdirSync(join(folder, 'wrong'));
    test('错的答案至少有四份', () => {
      expect(wrong.length).toBeGreaterThanOrEqual(4);
    });
    for (const name of wrong) {
      const file = join(folder, 'wrong', name);
      const expected = expectedOf(file);
      test.runIf(canTell(file))(`错的答案 ${name}：${expected.diagnosis}`, async () => {
        const from = provesEveryCheck ? undefined : expected.check;
        const failure = await firstFailure(exercise, file, seed, { from, expected: expected.diagnosis });
        expect(failure?.diagnosis ?? '通过').toBe(expected.diagnosis);
        // 机器忙的时候，前面的检查也许先看出来；后面的不行。
        const order = exercise.checks.map((check) => check.id);
        expect(order.slice(0, order.indexOf(expected.check) + 1)).toContain(failure?.id);
      });
    }
  });
}
