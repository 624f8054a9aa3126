/**
 * 沙箱里每个 worker 的脚本，打成一个普通的脚本（不是模块）。是进程还是指挥，看第一条消息。
 */
import { hostProcess } from './process-host.ts';
import { TwinHost, type Spawn } from './twin-host.ts';

type First =
  | { kind: 'process'; port: MessagePort }
  | { kind: 'open'; port: MessagePort; seed: number; watchdogMs: number };

const spawn: Spawn = (message, transfer) => self.postMessage(message, { transfer });

self.onmessage = ({ data }: MessageEvent<First>) => {
  if (data.kind === 'open') {
    new TwinHost(data.port, data.seed, data.watchdogMs, spawn);
  } else {
    self.onmessage = null;
    hostProcess(data.port);
  }
};
