/*
 * 每条 npm 命令之前都会先跑它：依赖没装，或者比锁文件旧，就装一次。
 *
 * 它不能用任何依赖，也不能用老 Node 读不懂的语法：它的任务之一，正是告诉用老 Node 的人该升级了。
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
// npm 每次装完都会写这个文件，它的时间就是上一次安装的时间。
const installed = join(root, 'node_modules', '.package-lock.json');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`这门课需要 Node 20.19 或更新的版本，你用的是 ${process.versions.node}。`);
  console.error('请到 https://nodejs.org/zh-cn 下载 LTS 版本，装好后重新打开终端，再运行一次刚才的命令。');
  process.exit(1);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockFile).mtimeMs) install();

function install() {
  console.error('正在安装依赖（第一次，或者锁文件更新了；通常不到一分钟）……');
  // npm 运行脚本时会告诉我们它自己在哪里；直接用同一个 npm，不经过 shell，Windows 上也一样。
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const result = spawnSync(command, [...args, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  });
  if (result.status === 0) return;
  console.error('\n依赖没有装上，上面是 npm 说的原因。常见的三种：');
  console.error('  · 网络慢或不通：npm config set registry <离你近的镜像地址>，然后再运行一次；');
  console.error('  · 公司或学校的代理：npm config set proxy <代理地址>；');
  console.error('  · 文件被占用（多见于 Windows）：关掉编辑器和正在运行的程序，删掉 node_modules 文件夹，再运行一次。');
  process.exit(1);
}
