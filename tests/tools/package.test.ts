import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../kit/program.ts';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const manifest: { scripts: Record<string, string>; devDependencies: Record<string, string>; overrides: Record<string, string> } = read('package.json');
const lock: { packages: Record<string, Package> } = read('package-lock.json');
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('package.json', () => {
  test('版本写死，没有 ^ 和 ~：今天和明年装到的是同一份', () => {
    const versions = Object.entries({ ...manifest.devDependencies, ...manifest.overrides });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('每条命令之前都先检查依赖', () => {
    const names = Object.keys(manifest.scripts);
    const commands = names.filter((name) => !(name.startsWith('pre') && names.includes(name.slice(3))));
    // learn 为了快，不另开一个进程来查：它自己的第一行就是。
    const checksItself = (name: string): boolean => {
      const [, file] = /^node (\S+\.mjs)$/.exec(manifest.scripts[name]!) ?? [];
      return file !== undefined && /^import '..\/tools\/setup.mjs';/m.test(readFileSync(join(root, file), 'utf8'));
    };
    const unprepared = commands.filter((name) => manifest.scripts[`pre${name}`] !== 'node tools/setup.mjs' && !checksItself(name));
    expect(unprepared).toEqual([]);
  });

  test('命令里没有 shell 的写法：在 Windows 上也一样', () => {
    expect(Object.values(manifest.scripts).filter((command) => /[&|;<>$`'*]|^\w+=/.test(command))).toEqual([]);
  });
});

describe('package-lock.json', () => {
  test('package.json 里的每个依赖，锁文件里都是那个版本', () => {
    const wrong = Object.entries(manifest.devDependencies).filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version);
    expect(wrong).toEqual([]);
  });

  test('不记下载地址：谁都可以用离自己近的镜像', () => {
    expect(locked.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  test('每个包都有校验和', () => {
    expect(locked.filter(([, entry]) => entry.integrity === undefined && !entry.link).map(([path]) => path)).toEqual([]);
  });

  test('各系统的可选依赖一个不缺：少了，别的系统上 npm ci 就装不出能用的一份', () => {
    const missing = locked.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

/** 按 Node 的找法，从自己的 node_modules 找起，一层一层往外。 */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}
