/** 学习者的程序是服务端时：等它绑定好，问出它的端口。 */
import type { Answer } from './answer/answer.ts';
import type { Stage } from './exercise.ts';

/**
 * 等程序绑定一个 UDP 端口，返回它。
 *
 * @param port 启动时给它的第一个参数；0 是由系统挑，写死端口的程序这时也看得出来：同时判的几份会撞上
 * @param diagnosis 没有绑定，或者绑定的不是这一个，得到的诊断
 */
export async function boundUdpPort(stage: Stage, program: Answer, port: number, diagnosis: string): Promise<number> {
  const taken = (): boolean => program.crash?.includes('EADDRINUSE') ?? false;
  const udp = (): number | undefined => program.bound.find((bound) => bound.protocol === 'udp')?.port;
  const bound = await stage.until(() => udp() ?? taken(), '程序绑定 UDP 端口', diagnosis);
  if (bound === true) return stage.fail(diagnosis, `第一个参数是 ${port}，程序要绑定的却是一个已经有人占用的端口。`);
  if (port !== 0 && bound !== port) stage.fail(diagnosis, `第一个参数是 ${port}，程序绑定的却是端口 ${bound}。`);
  return bound;
}
