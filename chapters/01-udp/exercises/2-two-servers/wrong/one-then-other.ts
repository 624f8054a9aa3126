// 应得的诊断：one-at-a-time
// 看出来的检查：second-first
// 想错的地方：等甲有了结果，才去问乙。
import { createSocket } from 'node:dgram';

const [firstPort, secondPort] = process.argv.slice(2, 4).map(Number) as [number, number];
const question = process.argv[4] ?? 'hello';
const host = '127.0.0.1';
const answerTimeoutMs = 1000;

/** 问一个服务端，得到要打印的一行。 */
function ask(name: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (result: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve(`${name} ${result}`);
    };
    const timer = setTimeout(() => {
      process.exitCode = 1;
      finish('没有应答');
    }, answerTimeoutMs);
    socket.on('error', (error) => console.error(`套接字出错：${error.message}`));
    socket.on('message', (answer, sender) => {
      if (sender.address === host && sender.port === port) finish(answer.toString('utf8'));
    });
    socket.send(question, port, host, (error) => {
      if (error) console.error(`问题寄不出去：${error.message}`);
    });
  });
}

console.log(await ask('甲', firstPort));
console.log(await ask('乙', secondPort));
