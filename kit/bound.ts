/** 学习者的程序是服务端时：等它绑定好，问出它的端口。 */
import type { Answer } from './answer/answer.ts';
import type { Stage } from './exercise.ts';

/**
 * 等程序在 127.0.0.1 绑定一个 UDP 端口，返回它。
 * 没有绑定，或者端口不对，诊断是 `not-bound`；地址不对是 `bound-elsewhere`。
 *
 * @param port 启动时给它的第一个参数；0 是由系统挑，写死端口的程序这时也看得出来：同时判的几份会撞上
 */
export async function boundUdpPort(stage: Stage, program: Answer, port: number): Promise<number> {
  const taken = (): boolean => program.crash?.includes('EADDRINUSE') ?? false;
  const udp = () => program.bound.find((bound) => bound.protocol === 'udp');
  const bound = await stage.until(() => udp() ?? taken(), '程序绑定 UDP 端口', 'not-bound');
  if (bound === true) return stage.fail('not-bound', `第一个参数是 ${port}，程序要绑定的却是一个已经有人占用的端口。`);
  if (port !== 0 && bound.port !== port) stage.fail('not-bound', `第一个参数是 ${port}，程序绑定的却是端口 ${bound.port}。`);
  if (bound.address !== '127.0.0.1') stage.fail('bound-elsewhere', `程序绑定的地址应当是 127.0.0.1，实际是 ${bound.address}。`);
  return bound.port;
}
