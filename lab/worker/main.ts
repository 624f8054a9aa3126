/**
 * 浏览器里用的唯一一份我们自己的脚本，打成一个普通的脚本（不是模块），哪里装载就做哪里的事：
 * 网页里它交出实验室的接口；沙箱的 worker 里，前面装了 Node 的 lib 的是进程，没有的是指挥。
 */
import { Lab } from '../index.ts';
import { conduct } from './twin-host.ts';
import { hostProcess } from './process-host.ts';
import { workerEngine } from './worker-engine.ts';

/** 网页得到的。`lab/index.ts` 里别的只是纯函数和常数，网页要就自己 import。 */
export interface LabPage {
  Lab: typeof Lab;
  workerEngine: typeof workerEngine;
}

if ('document' in self) Object.assign(self, { labPage: { Lab, workerEngine } satisfies LabPage });
else if ('labNodeLib' in self) hostProcess();
else conduct();
