/**
 * 沙箱里每个 worker 的脚本，打成一个普通的脚本（不是模块）。
 * 前面装了 Node 的 lib 的是进程，没有的是指挥。
 */
import { conduct } from './twin-host.ts';
import { hostProcess } from './process-host.ts';

if ('labNodeLib' in self) hostProcess();
else conduct();
